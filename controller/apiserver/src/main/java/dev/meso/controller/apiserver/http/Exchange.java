package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer. Whatever happens, its place is given back once, and it is counted
 * once.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private static final short CLOSE_NORMAL = 1000;
  private static final short CLOSE_FAULT = 1011;

  private final Context context;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Duration stallMax;
  private final Metrics metrics;
  private final AtomicBoolean done = new AtomicBoolean();
  private volatile Runnable release = () -> {};
  private volatile @Nullable Thread streaming;
  private volatile boolean upgrading;
  private volatile boolean upgraded;
  private String verb = "other";
  private String resource = "none";
  private Endpoint.Handler handler = _ -> Reply.fault("unrouted");
  private List<String> path = List.of();
  private Params query = Params.parse(null);
  private volatile int code;
  private Gate.@Nullable Visit visit;

  Exchange(RoutingContext routing, Duration stallMax, Metrics metrics) {
    this.context = routing.vertx().getOrCreateContext();
    this.request = routing.request();
    this.response = routing.response();
    this.stallMax = stallMax;
    this.metrics = metrics;
    response.endHandler(_ -> responseOver(this::done));
    response.closeHandler(_ -> responseOver(this::clientLeft));
    // A broken connection is told by the close handler; unhandled it would be logged as a fault.
    response.exceptionHandler(_ -> responseOver(this::clientLeft));
  }

  /** The response of a request that became a WebSocket says nothing of the request. */
  private void responseOver(Runnable what) {
    if (!upgraded) {
      what.run();
    }
  }

  /** A stream goes into a WebSocket: the request must not end before it is upgraded. */
  void upgrades() {
    upgrading = true;
    request.pause();
  }

  void found(Endpoint endpoint, List<String> foundPath, Params foundQuery) {
    verb = endpoint.verb();
    resource = endpoint.resource();
    handler = endpoint.handler();
    path = foundPath;
    query = foundQuery;
  }

  /** Who makes the request; he hears how it ends. */
  void visits(Gate.Visit by) {
    visit = by;
  }

  Principal who() {
    return visit == null ? Principal.ANONYMOUS : visit.who();
  }

  List<String> path() {
    return path;
  }

  Params query() {
    return query;
  }

  /** What to do when the request is over. */
  void onDone(Runnable action) {
    release = action;
  }

  /** Handles the request on this thread, which may block, and answers it. */
  void run(ApiRequest request) {
    try {
      send(handler.handle(request));
    } catch (ApiError e) {
      send(Reply.failure(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      send(
          Reply.failure(
              ApiError.of(Reason.UNAVAILABLE, "The server is stopping; try another one")
                  .retryAfter(Duration.ofSeconds(1))));
    } catch (RuntimeException | Error e) {
      fault(e);
    }
  }

  /** Answers that something of ours failed, and logs what. */
  void fault(@Nullable Throwable cause) {
    String id = UUID.randomUUID().toString();
    log.atError()
        .setCause(cause)
        .addKeyValue("id", id)
        .addKeyValue("verb", verb)
        .addKeyValue("resource", resource)
        .log("Request failed by a fault of the server");
    send(Reply.fault(id));
  }

  /** Writes an answer. From any thread; a stream is written by this thread. */
  void send(Reply reply) {
    code = reply.statusCode();
    switch (reply) {
      case Reply.Whole whole -> context.runOnContext(_ -> write(whole));
      case Reply.Streamed streamed -> stream(streamed);
    }
  }

  private void write(Reply.Whole whole) {
    if (upgrading) {
      request.resume();
    }
    if (response.ended() || response.closed() || response.headWritten()) {
      done();
      return;
    }
    response.setStatusCode(whole.code()).putHeader("Content-Type", whole.contentType());
    for (String warning : whole.warnings()) {
      response.headers().add("Warning", "299 - \"" + quoted(warning) + "\"");
    }
    for (Reply.Header header : whole.headers()) {
      response.putHeader(header.name(), header.value());
    }
    if (whole.code() == Reason.TOO_LARGE.code()) {
      // The rest of the body was not read: this connection cannot serve another request.
      response.putHeader("Connection", "close");
    }
    response.end(Buffer.buffer(whole.body())).onComplete(_ -> done());
  }

  private static String quoted(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", " ").replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private void stream(Reply.Streamed streamed) {
    streaming = Thread.currentThread();
    if (upgrading) {
      socket(streamed);
      return;
    }
    context.runOnContext(
        _ -> {
          if (!response.closed() && !response.ended()) {
            response.setChunked(true).putHeader("Content-Type", streamed.contentType());
            // At once: clients wait for the head of a watch before anything happens.
            var _ = response.writeHead();
          }
        });
    boolean complete =
        written(streamed, new ResponseSink(new Handover(context, stallMax), response));
    context.runOnContext(_ -> finish(complete));
  }

  /** Carries a stream in a WebSocket. */
  private void socket(Reply.Streamed streamed) {
    CompletableFuture<ServerWebSocket> opened = new CompletableFuture<>();
    upgraded = true;
    context.runOnContext(
        _ ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      socket.closeHandler(_ -> clientLeft());
                      socket.exceptionHandler(_ -> clientLeft());
                      opened.complete(socket);
                    })
                .onFailure(opened::completeExceptionally));
    ServerWebSocket socket;
    try {
      socket = opened.get(stallMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("WebSocket was not opened");
      streaming = null;
      context.runOnContext(_ -> finish(false));
      return;
    }
    boolean complete = written(streamed, new SocketSink(new Handover(context, stallMax), socket));
    short closeCode = complete ? CLOSE_NORMAL : CLOSE_FAULT;
    context.runOnContext(_ -> socket.close(closeCode).onComplete(_ -> done()));
  }

  /** Writes a stream; whether to its end. */
  private boolean written(Reply.Streamed streamed, Sink sink) {
    boolean whole = false;
    try {
      streamed.writer().write(sink);
      whole = true;
    } catch (Sink.ClientGone e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("Stream ended: client is gone");
    } catch (InterruptedException e) {
      // The client left, or the server stops; either way the stream is over.
      whole = !done.get();
    } catch (RuntimeException | Error e) {
      log.atError()
          .setCause(e)
          .addKeyValue("verb", verb)
          .addKeyValue("resource", resource)
          .log("Stream failed by a fault of the server");
    } finally {
      streaming = null;
    }
    return whole;
  }

  /** Ends a stream; one that is not complete is cut, so that nobody takes it for complete. */
  private void finish(boolean complete) {
    if (response.ended() || response.closed()) {
      done();
    } else if (complete) {
      response.end().onComplete(_ -> done());
    } else {
      response.reset().onComplete(_ -> done());
    }
  }

  private void clientLeft() {
    done();
    Thread thread = streaming;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void done() {
    if (done.compareAndSet(false, true)) {
      release.run();
      Gate.Visit visitor = visit;
      if (visitor != null) {
        visitor.answered(code);
      }
      metrics
          .counter(
              "meso_api_requests_total",
              "Requests that were answered",
              List.of("verb", "resource", "code"),
              List.of(verb, resource, Integer.toString(code)))
          .increment();
    }
  }
}
