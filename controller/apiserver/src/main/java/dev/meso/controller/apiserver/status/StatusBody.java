package dev.meso.controller.apiserver.status;

import dev.meso.api.kind.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes Kubernetes Status objects. */
public final class StatusBody {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StatusBody() {}

  /** The Status of a failure, as JSON. */
  public static String failure(ApiError error) {
    ObjectNode status = frame("Failure");
    error
        .continueToken()
        .ifPresent(token -> ((ObjectNode) status.get("metadata")).put("continue", token));
    status.put("message", error.getMessage());
    status.put("reason", error.reason().word());
    ObjectNode details = NODES.objectNode();
    error.name().ifPresent(name -> details.put("name", name));
    error.kind().ifPresent(kind -> about(details, kind));
    if (!error.causes().isEmpty()) {
      ArrayNode causes = details.putArray("causes");
      for (Cause cause : error.causes()) {
        ObjectNode one = causes.addObject();
        one.put("reason", cause.reason());
        one.put("message", cause.message());
        if (cause.field() != null && !cause.field().isEmpty()) {
          one.put("field", cause.field());
        }
      }
    }
    error.retryAfter().ifPresent(delay -> details.put("retryAfterSeconds", seconds(delay)));
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    status.put("code", error.reason().code());
    return status.toString();
  }

  /** The Status of a deletion that is complete, as JSON. */
  public static String deleted(Kind kind, String name, @Nullable String uid) {
    ObjectNode status = frame("Success");
    ObjectNode details = status.putObject("details");
    details.put("name", name);
    about(details, kind);
    if (uid != null) {
      details.put("uid", uid);
    }
    return status.toString();
  }

  /** The Status of something that was done and has no other answer, as JSON. */
  public static String done() {
    return frame("Success").toString();
  }

  /** Whole seconds for a {@code Retry-After} header, at least one. */
  public static long seconds(java.time.Duration delay) {
    return Math.max(1, delay.plusMillis(999).toSeconds());
  }

  private static void about(ObjectNode details, Kind kind) {
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural());
  }

  private static ObjectNode frame(String outcome) {
    ObjectNode status = NODES.objectNode();
    status.put("kind", "Status");
    status.put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", outcome);
    return status;
  }
}
