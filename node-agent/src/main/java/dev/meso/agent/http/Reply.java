package dev.meso.agent.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One response, written by one virtual thread, which waits for the client to take each piece: a
 * slow client costs a thread and one piece of memory.
 */
final class Reply {
  /** A client that takes nothing for this long is cut off. */
  static final Duration STALL_MAX = Duration.ofSeconds(60);

  private final HttpServerResponse response;
  private volatile boolean gone;

  Reply(HttpServerResponse response) {
    this.response = response;
    response.exceptionHandler(_ -> gone = true);
    response.closeHandler(_ -> gone = true);
  }

  /** Whether nobody listens any more. */
  boolean gone() {
    return gone || response.closed();
  }

  boolean begun() {
    return response.headWritten();
  }

  /** Begins a response of unknown length, telling the client at once. */
  void beginChunked(String contentType) throws IOException {
    response.putHeader("Content-Type", contentType).setChunked(true);
    await(response.writeHead());
  }

  void begin(int status, String contentType, long length) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", contentType)
        .putHeader("Content-Length", Long.toString(length));
  }

  void header(String name, String value) {
    response.putHeader(name, value);
  }

  void write(byte[] bytes) throws IOException {
    await(response.write(Buffer.buffer(bytes)));
  }

  void end() throws IOException {
    await(response.end());
  }

  /** A whole response. */
  void send(int status, String contentType, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    begin(status, contentType, bytes.length);
    await(response.end(Buffer.buffer(bytes)));
  }

  /** Ends the connection, so that the client sees that something is missing. */
  void breakOff() {
    try {
      response.reset();
    } catch (RejectedExecutionException e) {
      // The server was closed meanwhile, and with it the connection.
      gone = true;
    }
  }

  private static void await(Future<?> written) throws IOException {
    try {
      written
          .toCompletionStage()
          .toCompletableFuture()
          .get(STALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the client went away", e);
    } catch (TimeoutException e) {
      throw new IOException("the client took nothing for " + STALL_MAX.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the agent closes", e);
    }
  }
}
