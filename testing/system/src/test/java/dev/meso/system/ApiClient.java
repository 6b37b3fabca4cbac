package dev.meso.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of the API, that knows nothing of Meso's own classes. */
final class ApiClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GROUP = "/apis/meso.dev/v1";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Supplier<String> server;

  /** A client of whatever server is named at the time of each call. */
  ApiClient(Supplier<String> server) {
    this.server = server;
  }

  /** An answer. */
  record Answer(int status, JsonNode body) {

    Answer require(int expected) {
      if (status != expected) {
        throw new AssertionError("HTTP status: expected " + expected + ", found " + this);
      }
      return this;
    }

    /** The text at a path such as {@code /status/phase}; empty when there is none. */
    String text(String pointer) {
      return body.at(pointer).asString("");
    }
  }

  Answer create(String plural, String json) {
    return send("POST", collection(plural), json);
  }

  Answer get(String plural, String name) {
    return send("GET", collection(plural) + "/" + name, "");
  }

  Answer delete(String plural, String name) {
    return send("DELETE", collection(plural) + "/" + name, "");
  }

  Answer patch(String plural, String name, String json) {
    return send("PATCH", collection(plural) + "/" + name, json);
  }

  /**
   * Every object of a kind in the namespace {@code default}, or of the cluster; none while the
   * server does not answer.
   */
  List<JsonNode> list(String plural) {
    List<JsonNode> items = new ArrayList<>();
    send("GET", collection(plural), "").body().path("items").forEach(items::add);
    return items;
  }

  /** Sends a request and reads the answer as JSON. */
  Answer send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.get() + path))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header(
          "Content-Type",
          method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text = response.body();
      boolean json = text.startsWith("{") || text.startsWith("[");
      return new Answer(response.statusCode(), json ? JSON.readTree(text) : JSON.valueToTree(text));
    } catch (IOException e) {
      return new Answer(0, JSON.valueToTree(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String collection(String plural) {
    return plural.equals("agents") ? GROUP + "/agents" : GROUP + "/namespaces/default/" + plural;
  }
}
