package dev.meso.system;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of the API, that knows nothing of Meso's own classes. */
public final class ApiClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GROUP = "/apis/meso.dev/v1";

  /** The status of an answer that did not come: the request may have been carried out. */
  public static final int NONE = 0;

  /** The status when there was no connection: the request was not carried out. */
  public static final int NOT_SENT = -1;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Supplier<String> server;
  private final Duration patience;

  /** A client of whatever server is named at the time of each call. */
  public ApiClient(Supplier<String> server) {
    this(server, Duration.ofSeconds(10));
  }

  /** One that waits so long for an answer. */
  public ApiClient(Supplier<String> server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /**
   * An answer.
   *
   * @param status of HTTP; {@link #NONE} when no answer came, {@link #NOT_SENT} when nobody can
   *     have read the request
   */
  public record Answer(int status, JsonNode body) {

    /** Fails unless the status is this one. */
    public Answer require(int expected) {
      if (status != expected) {
        throw new AssertionError("HTTP status: expected " + expected + ", found " + this);
      }
      return this;
    }

    /** The text at a path such as {@code /status/phase}; empty when there is none. */
    public String text(String pointer) {
      return body.at(pointer).asString("");
    }
  }

  /** Posts an object. */
  public Answer create(String plural, String json) {
    return send("POST", collection(plural), json);
  }

  /** Reads an object. */
  public Answer get(String plural, String name) {
    return send("GET", collection(plural) + "/" + name, "");
  }

  /** Asks for the end of an object. */
  public Answer delete(String plural, String name) {
    return send("DELETE", collection(plural) + "/" + name, "");
  }

  /** Changes an object by a merge patch. */
  public Answer patch(String plural, String name, String json) {
    return send("PATCH", collection(plural) + "/" + name, json);
  }

  /**
   * Every object of a kind in the namespace {@code default}, or of the cluster; none while the
   * server does not answer.
   */
  public List<JsonNode> list(String plural) {
    List<JsonNode> items = new ArrayList<>();
    send("GET", collection(plural), "").body().path("items").forEach(items::add);
    return items;
  }

  /** Sends a request and reads the answer as JSON. */
  public Answer send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.get() + path))
            .timeout(patience)
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
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Answer(NOT_SENT, JSON.valueToTree(e.toString()));
    } catch (IOException e) {
      return new Answer(NONE, JSON.valueToTree(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String collection(String plural) {
    return plural.equals("agents") ? GROUP + "/agents" : GROUP + "/namespaces/default/" + plural;
  }
}
