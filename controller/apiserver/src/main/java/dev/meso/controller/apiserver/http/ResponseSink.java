package dev.meso.controller.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes into a Vert.x response from another thread, waiting while its queue is full. */
final class ResponseSink implements Sink {
  private final Context context;
  private final HttpServerResponse response;
  private final Duration stallMax;

  ResponseSink(Context context, HttpServerResponse response, Duration stallMax) {
    this.context = context;
    this.response = response;
    this.stallMax = stallMax;
  }

  @Override
  public void write(byte[] piece) throws InterruptedException, ClientGone {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    context.runOnContext(
        _ -> {
          if (response.closed() || response.ended()) {
            taken.completeExceptionally(new ClientGone("the connection is closed"));
            return;
          }
          var _ = response.write(Buffer.buffer(piece));
          if (response.writeQueueFull()) {
            response.drainHandler(_ -> taken.complete(null));
          } else {
            taken.complete(null);
          }
        });
    try {
      taken.get(stallMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClientGone("the connection is closed");
    } catch (TimeoutException e) {
      throw new ClientGone("nothing was read for " + stallMax);
    }
  }
}
