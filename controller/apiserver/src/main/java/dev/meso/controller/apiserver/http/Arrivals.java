package dev.meso.controller.apiserver.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections of clients that stop while they send: before their first request head is
 * whole, or between a head and the end of its body. Without it such a client would keep its place
 * for ever. What comes after a whole request, a watch above all, is bounded elsewhere. On event
 * loops.
 */
final class Arrivals {
  private final Vertx vertx;
  private final long limitMillis;
  // One timer for each connection that has sent no head yet.
  private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();

  Arrivals(Vertx vertx, Duration limit) {
    this.vertx = vertx;
    this.limitMillis = limit.toMillis();
  }

  /** A connection came. */
  void opened(HttpConnection connection) {
    silent.put(connection, vertx.setTimer(limitMillis, _ -> connection.close()));
  }

  /** A connection went, or sent its first head. */
  void heard(HttpConnection connection) {
    Long timer = silent.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  /** A head came; gives what to do when the body came too, or the request was answered without. */
  Runnable head(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    heard(connection);
    long timer =
        vertx.setTimer(
            limitMillis,
            _ -> {
              if (!request.isEnded()) {
                connection.close();
              }
            });
    return () -> {
      // A refusal may be answered before the body came: then the client must still finish.
      if (request.isEnded()) {
        vertx.cancelTimer(timer);
      }
    };
  }
}
