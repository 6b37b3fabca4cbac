package dev.meso.cli.daemon;

import dev.meso.api.codec.Json;
import dev.meso.cli.client.Connections;
import dev.meso.cli.session.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Asks a controller how things are, as any client would. */
final class ApiProbe {
  private static final int TIMEOUT_MILLIS = 1_000;

  private final Connections connections;

  ApiProbe(Target server) {
    this.connections = new Connections(server);
  }

  /** Whether it answers that it is ready. */
  boolean ready() {
    return get("/readyz").isPresent();
  }

  /** How many agents are ready, as this controller sees it. */
  int readyAgents() {
    int ready = 0;
    Optional<String> body = get("/apis/meso.dev/v1/agents");
    if (body.isPresent()) {
      for (JsonNode agent : Json.readTree(body.get()).path("items")) {
        if (agent.at("/status/phase").asString("").equals("Ready")) {
          ready++;
        }
      }
    }
    return ready;
  }

  private Optional<String> get(String path) {
    try {
      HttpURLConnection connection = connections.to(path);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        // Read to its end, the connection is used again: a handshake is dear while all starts.
        try (var refusal = connection.getErrorStream()) {
          if (refusal != null) {
            long _ = refusal.transferTo(OutputStream.nullOutputStream());
          }
        }
        return Optional.empty();
      }
      try (var body = connection.getInputStream()) {
        return Optional.of(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
