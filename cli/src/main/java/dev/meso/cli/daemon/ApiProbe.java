package dev.meso.cli.daemon;

import dev.meso.api.codec.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Asks a controller how things are, as any client would. */
final class ApiProbe {
  private static final int TIMEOUT_MILLIS = 1_000;

  private final String server;

  ApiProbe(String server) {
    this.server = server;
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
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(server + path).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
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
