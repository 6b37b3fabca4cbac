package dev.meso.controller.apiserver.http;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Hands pieces of a stream from the thread that makes them to the event loop that sends them, and
 * waits while the client is behind.
 *
 * @param stallMax how long a client may read nothing
 */
record Handover(Context context, Duration stallMax) {

  /**
   * Sends a piece on the event loop.
   *
   * @param sending completes its argument when more may be sent, exceptionally when nobody reads
   * @throws Sink.ClientGone when nobody reads any more
   */
  void give(Consumer<CompletableFuture<Void>> sending)
      throws InterruptedException, Sink.ClientGone {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    context.runOnContext(_ -> sending.accept(taken));
    try {
      taken.get(stallMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Sink.ClientGone("the connection is closed");
    } catch (TimeoutException e) {
      throw new Sink.ClientGone("nothing was read for " + stallMax);
    }
  }
}
