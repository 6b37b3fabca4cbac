package dev.meso.controller.apiserver.http;

import dev.meso.api.kind.Limits;
import dev.meso.controller.apiserver.ApiLimits;
import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.status.StatusBody;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows Vert.x: takes requests on an event loop, reads their bodies, hands them
 * to a virtual thread, and writes what comes back.
 *
 * <p>Speaks HTTP/1.1 only: upgrades need it, and one version behaves in one way with TLS and
 * without.
 */
public final class HttpEdge {
  private static final String EXCHANGE = "meso.exchange";
  private static final String ARRIVED = "meso.arrived";

  private final Vertx vertx;
  private final Listener listener;
  private final Gate gate;
  private final Endpoint.Table table;
  private final ApiLimits limits;
  private final Metrics metrics;
  private final Admission admission;
  private final Arrivals arrivals;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final LongAdder refusedConnections;
  private @Nullable HttpServer server;

  /**
   * An edge that does not listen yet.
   *
   * @throws IllegalArgumentException if it would be open to a network without TLS and
   *     authentication
   */
  public HttpEdge(
      Vertx vertx,
      Listener listener,
      Gate gate,
      Endpoint.Table table,
      ApiLimits limits,
      Metrics metrics) {
    listener.check();
    this.vertx = vertx;
    this.listener = listener;
    this.gate = gate;
    this.table = table;
    this.limits = limits;
    this.metrics = metrics;
    this.arrivals = new Arrivals(vertx, limits.arrival());
    this.admission = new Admission(limits, metrics);
    this.refusedConnections =
        metrics.counter(
            "meso_api_refused_connections_total", "Connections closed because there were too many");
    metrics.gauge("meso_api_connections", "Connections of clients", connections::get);
  }

  /** Listens; gives the port. */
  public Future<Integer> listen() {
    HttpServerOptions options =
        listener
            .options()
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true)
            .setTcpKeepAlive(true)
            .setReadIdleTimeout(0)
            .setCompressionSupported(false);
    HttpServer made =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .invalidRequestHandler(HttpEdge::unreadable)
            .requestHandler(router());
    server = made;
    return made.listen().map(HttpServer::actualPort);
  }

  /** Stops listening and ends every request. */
  public Future<Void> close() {
    HttpServer running = server;
    threads.shutdownNow();
    return running == null ? Future.succeededFuture() : running.close();
  }

  private void connected(HttpConnection connection) {
    arrivals.opened(connection);
    connection.closeHandler(
        _ -> {
          arrivals.heard(connection);
          connections.decrementAndGet();
        });
    if (connections.incrementAndGet() > limits.connections()) {
      refusedConnections.increment();
      connection.close();
    }
  }

  /** What is no HTTP is answered as everything else is, and ends the connection. */
  private static void unreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String why =
        switch (cause) {
          case TooLongHttpLineException _ ->
              "expected a request line of at most "
                  + HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH
                  + " bytes";
          case TooLongHttpHeaderException _ ->
              "expected headers of at most "
                  + HttpServerOptions.DEFAULT_MAX_HEADER_SIZE
                  + " bytes together";
          case null, default -> "expected HTTP/1.1";
        };
    ApiError error = ApiError.badRequest("The request could not be read: " + why);
    request
        .response()
        .setStatusCode(error.reason().code())
        .putHeader("Content-Type", Reply.JSON)
        .putHeader("Connection", "close")
        .end(StatusBody.failure(error))
        .onComplete(_ -> request.connection().close());
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::enter);
    router.route().handler(BodyHandler.create(false).setBodyLimit(Limits.OBJECT_BYTES_MAX));
    router.route().handler(this::dispatch);
    router.route().failureHandler(this::failed);
    for (int code : new int[] {400, 404, 405, 413, 415, 500}) {
      router.errorHandler(code, this::failed);
    }
    return router;
  }

  /** Before the body: who may come in at all, and is there a place? */
  private void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    Exchange exchange = new Exchange(context, limits.streamStall(), metrics);
    context.put(EXCHANGE, exchange);
    Runnable arrived = arrivals.head(request);
    context.put(ARRIVED, arrived);
    exchange.onDone(arrived);
    try {
      refuse(listener.check(request.getHeader("Host"), request.getHeader("Origin")));
      List<String> path = segments(request.path());
      Params query = Params.parse(request.query());
      Gate.Visit visit =
          gate.admit(
              new Gate.Arrival(
                  request.method().name(),
                  path,
                  query,
                  request.headers()::getAll,
                  Listener.certificate(request.connection())));
      exchange.visits(visit);
      refuse(visit.refusal());
      Endpoint endpoint = table.find(request.method().name(), path, query);
      exchange.found(endpoint, path, query);
      Runnable leave = admission.enter(endpoint.lane());
      exchange.onDone(
          () -> {
            leave.run();
            arrived.run();
          });
      if (endpoint.verb().equals(Endpoint.WATCH) && upgrades(request)) {
        // Its end comes when it is upgraded: who reads it now could not do so.
        exchange.upgrades();
        dispatch(context);
      } else {
        context.next();
      }
    } catch (ApiError e) {
      exchange.send(Reply.failure(e));
    }
  }

  private static void refuse(Optional<ApiError> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private static boolean upgrades(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private void dispatch(RoutingContext context) {
    Exchange exchange = context.get(EXCHANGE);
    context.<Runnable>get(ARRIVED).run();
    ApiRequest request =
        new ApiRequest(
            context.request().method().name(),
            exchange.path(),
            exchange.query(),
            context.request().headers()::getAll,
            exchange.who(),
            body(context));
    try {
      threads.execute(() -> exchange.run(request));
    } catch (RejectedExecutionException e) {
      exchange.send(
          Reply.failure(
              ApiError.of(Reason.UNAVAILABLE, "The server is stopping; try another one")
                  .retryAfter(Duration.ofSeconds(1))));
    }
  }

  private static ByteBuffer body(RoutingContext context) {
    var buffer = context.request().method().equals(HttpMethod.GET) ? null : context.body().buffer();
    return ByteBuffer.wrap(buffer == null ? new byte[0] : buffer.getBytes()).asReadOnlyBuffer();
  }

  private void failed(RoutingContext context) {
    Exchange exchange = context.get(EXCHANGE);
    if (exchange == null) {
      exchange = new Exchange(context, limits.streamStall(), metrics);
    }
    switch (context.statusCode()) {
      case 413 ->
          exchange.send(
              Reply.failure(
                  ApiError.of(
                      Reason.TOO_LARGE,
                      "Body: expected at most " + Limits.OBJECT_BYTES_MAX + " bytes")));
      case 400 ->
          exchange.send(Reply.failure(ApiError.badRequest("The request could not be read")));
      case 404 ->
          exchange.send(Reply.failure(ApiError.of(Reason.NOT_FOUND, "There is no such page")));
      default -> exchange.fault(context.failure());
    }
  }

  private static List<String> segments(@Nullable String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : (path == null ? "" : path).split("/", -1)) {
      if (!segment.isEmpty()) {
        try {
          segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw ApiError.badRequest(
              "Path: expected percent-encoding such as %20, found '" + segment + "'");
        }
      }
    }
    return segments;
  }
}
