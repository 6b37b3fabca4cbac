package dev.meso.controller.apiserver.log;

import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.http.Sink;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.cache.Cache;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries logs from the agent that has them to the client, piece by piece: what the client does not
 * read is not read from the agent either, and when it leaves, the request to the agent is ended.
 *
 * <p>The JDK's client reads on demand and blocks only the virtual thread of the request.
 */
public final class LogProxy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogProxy.class);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  /** Until the agent's head comes; a followed body may take for ever. */
  private static final Duration HEAD_MAX = Duration.ofSeconds(10);

  /** Bytes of an agent's error that are passed on. */
  private static final int ERROR_BYTES_MAX = 2_000;

  private static final int PIECE_BYTES = 32 * 1024;

  private final Reads reads;
  private final Cache cache;
  private final Keyspace keyspace;
  private final Supplier<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /**
   * A proxy.
   *
   * @param token the secret that agents want; asked for each request
   */
  public LogProxy(Reads reads, Cache cache, Keyspace keyspace, Supplier<String> token) {
    this.reads = reads;
    this.cache = cache;
    this.keyspace = keyspace;
    this.token = token;
  }

  /** The log of a task, as text. */
  public Reply log(ObjectRef ref, Params params) throws InterruptedException {
    LogQuery query = LogQuery.of(params);
    LogSource source = LogSource.of(reads.get(ref, params), query, keyspace, cache);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(withoutSlash(source.url()) + source.path()))
            .header("Authorization", "Bearer " + token.get())
            .GET()
            .build();
    HttpResponse<InputStream> response;
    try {
      response = head(request);
    } catch (IOException e) {
      throw ApiError.of(
              Reason.UNAVAILABLE,
              "Log of "
                  + ref
                  + ": agent "
                  + source.agent()
                  + " cannot be reached at "
                  + source.url()
                  + " ("
                  + e.getClass().getSimpleName()
                  + "); the log is there when the agent is")
          .about(Kind.TASK, ref.name())
          .retryAfter(Duration.ofSeconds(1));
    }
    if (response.statusCode() != 200) {
      throw refused(ref, source, response);
    }
    return new Reply.Streamed(Reply.TEXT, sink -> copy(ref, source, response.body(), sink));
  }

  /**
   * The answer as soon as its head is there. The request's own time-out would bound the body too,
   * on some versions of the JDK.
   */
  private HttpResponse<InputStream> head(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> pending =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      return pending.get(HEAD_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandon(pending);
      throw new HttpTimeoutException("no answer within " + HEAD_MAX);
    } catch (InterruptedException e) {
      abandon(pending);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("Request to an agent failed unexpectedly", e.getCause());
    }
  }

  private static void abandon(CompletableFuture<HttpResponse<InputStream>> pending) {
    if (!pending.cancel(true)) {
      // It came after all: closing the body gives the connection back.
      var _ =
          pending.thenAccept(
              late -> {
                try {
                  late.body().close();
                } catch (IOException e) {
                  log.atDebug().addKeyValue("cause", e).log("Late answer could not be closed");
                }
              });
    }
  }

  private static void copy(ObjectRef ref, LogSource source, InputStream body, Sink sink)
      throws InterruptedException, Sink.ClientGone {
    byte[] piece = new byte[PIECE_BYTES];
    // Closing the body ends the request to the agent, whoever left first.
    try (body) {
      for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
        if (length > 0) {
          sink.write(Arrays.copyOf(piece, length));
        }
      }
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted() || e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      log.atWarn()
          .addKeyValue("task", ref)
          .addKeyValue("agent", source.agent())
          .addKeyValue("cause", e)
          .log("Log of a task broke off");
      throw new Sink.ClientGone("the agent broke off");
    }
  }

  private static ApiError refused(
      ObjectRef ref, LogSource source, HttpResponse<InputStream> response) {
    String said;
    try (InputStream body = response.body()) {
      said =
          new String(body.readNBytes(ERROR_BYTES_MAX), StandardCharsets.UTF_8)
              .replaceAll("[\\p{Cntrl}]+", " ")
              .strip();
    } catch (IOException e) {
      said = "";
    }
    ApiError error =
        switch (response.statusCode()) {
          case 404, 410 ->
              ApiError.of(
                  Reason.NOT_FOUND,
                  "Log of "
                      + ref
                      + ": agent "
                      + source.agent()
                      + " does not have it: the container has not started, or its sandbox was"
                      + " removed to make room"
                      + (said.isEmpty() ? "" : " (" + said + ")"));
          case 401, 403 ->
              ApiError.of(
                  Reason.UNAVAILABLE,
                  "Log of "
                      + ref
                      + ": agent "
                      + source.agent()
                      + " does not accept this controller's token: both must be given the same"
                      + " agent-token-file");
          default ->
              ApiError.of(
                  Reason.UNAVAILABLE,
                  "Log of "
                      + ref
                      + ": agent "
                      + source.agent()
                      + " answered "
                      + response.statusCode()
                      + (said.isEmpty() ? "" : ": " + said));
        };
    return error.about(Kind.TASK, ref.name());
  }

  private static String withoutSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Ends every request that runs. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
