package dev.meso.cli.client;

import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server answered with an error status. */
public final class Refusal extends Failure {
  private static final long serialVersionUID = 1L;

  public static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int GONE = 410;
  public static final int TOO_MANY = 429;

  private static final int PLAIN_TEXT_MAX = 300;

  private final int code;

  private Refusal(int code, String message) {
    super(code == NOT_FOUND ? ExitCode.NOT_FOUND : ExitCode.FAILED, message);
    this.code = code;
  }

  /** From the answer's code and body: a {@code Status} object, or whatever else came. */
  static Refusal of(int code, String attempted, String body) {
    Optional<ObjectNode> status = Trees.tryParse(body);
    String message = status.map(s -> Trees.text(s, "message")).orElse("");
    if (message.isEmpty()) {
      message = body.isBlank() ? "no reason given" : shortened(body.strip());
    }
    StringBuilder text = new StringBuilder(attempted).append(": ").append(message);
    if (code >= 500) {
      text.append(" (HTTP ").append(code).append(')');
    }
    if (status.isPresent()) {
      for (JsonNode cause : Trees.list(status.get(), "details.causes")) {
        String why = Trees.text(cause, "message");
        if (!message.contains(why)) {
          text.append("\n  ").append(Trees.text(cause, "field")).append(": ").append(why);
        }
      }
    }
    return new Refusal(code, text.toString());
  }

  /** The HTTP status code. */
  public int code() {
    return code;
  }

  /** Whether the same request may succeed a moment later. */
  public boolean transientError() {
    return code == TOO_MANY || code >= 500;
  }

  private static String shortened(String body) {
    return body.length() <= PLAIN_TEXT_MAX ? body : body.substring(0, PLAIN_TEXT_MAX) + "…";
  }
}
