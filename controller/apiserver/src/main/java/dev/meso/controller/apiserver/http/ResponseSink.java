package dev.meso.controller.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;

/** Writes into a Vert.x response from another thread, waiting while its queue is full. */
record ResponseSink(Handover handover, HttpServerResponse response) implements Sink {

  @Override
  public void write(byte[] piece) throws InterruptedException, ClientGone {
    handover.give(taken -> send(piece, taken));
  }

  private void send(byte[] piece, CompletableFuture<Void> taken) {
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
  }
}
