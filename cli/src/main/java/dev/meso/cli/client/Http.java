package dev.meso.cli.client;

import dev.meso.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests over {@link HttpURLConnection}: it starts faster than the JDK's newer client, whose
 * selector thread also delays the end of the process.
 *
 * <p>It knows no PATCH; changes are a GET, and a PUT at the resourceVersion that was read.
 */
final class Http {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** How often a full server (429) is asked again, and how long at most before each time. */
  private static final int BUSY_RETRIES_MAX = 4;

  private static final Duration BUSY_PAUSE_MAX = Duration.ofSeconds(5);

  static {
    // A POST whose answer was lost must not be sent a second time behind our back.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private final Session session;
  private @Nullable Connections connections;

  Http(Session session) {
    this.session = session;
  }

  /** Sends a request and reads the whole answer. */
  String call(String attempted, String method, String path, @Nullable String body) {
    HttpURLConnection connection = send(attempted, method, path, body, ANSWER_TIMEOUT);
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Unreachable.of(session.server(), e);
    }
  }

  /**
   * Opens an answer that is read as it comes.
   *
   * @param silenceMax a read fails with {@link java.net.SocketTimeoutException} after this time
   *     without a byte; zero for never
   */
  InputStream stream(String attempted, String path, Duration silenceMax) {
    HttpURLConnection connection = send(attempted, "GET", path, null, silenceMax);
    try {
      return connection.getInputStream();
    } catch (IOException e) {
      throw Unreachable.of(session.server(), e);
    }
  }

  private HttpURLConnection send(
      String attempted, String method, String path, @Nullable String body, Duration silenceMax) {
    for (int retries = 0; ; retries++) {
      try {
        HttpURLConnection connection = open(method, path, body, silenceMax);
        int code = connection.getResponseCode();
        if (code < 300) {
          return connection;
        }
        Duration wait = retryAfter(connection);
        Refusal refusal = Refusal.of(code, attempted, errorBody(connection));
        if (code != Refusal.TOO_MANY || retries == BUSY_RETRIES_MAX) {
          throw refusal;
        }
        session.pause(wait);
      } catch (IOException e) {
        throw Unreachable.of(session.server(), e);
      }
    }
  }

  private HttpURLConnection open(
      String method, String path, @Nullable String body, Duration silenceMax) throws IOException {
    HttpURLConnection connection = connections().to(path);
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) silenceMax.toMillis());
    connection.setRequestProperty("Accept", "application/json");
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setFixedLengthStreamingMode(bytes.length);
      try (var out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    return connection;
  }

  /** Made when it is first needed: until then the server may still be named. */
  private synchronized Connections connections() {
    if (connections == null) {
      connections = new Connections(session.target());
    }
    return connections;
  }

  private static Duration retryAfter(HttpURLConnection connection) {
    Duration wait = Duration.ofSeconds(connection.getHeaderFieldLong("Retry-After", 1));
    return wait.compareTo(BUSY_PAUSE_MAX) > 0 ? BUSY_PAUSE_MAX : wait;
  }

  private static String errorBody(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
