package dev.meso.controller.apiserver.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Writes lines into a WebSocket, each as one text message, waiting while the client is behind. A
 * piece without a line is a heartbeat, and goes as a ping.
 */
record SocketSink(Handover handover, ServerWebSocket socket) implements Sink {

  @Override
  public void write(byte[] piece) throws InterruptedException, ClientGone {
    handover.give(taken -> send(new String(piece, StandardCharsets.UTF_8), taken));
  }

  private void send(String text, CompletableFuture<Void> taken) {
    if (socket.isClosed()) {
      taken.completeExceptionally(new ClientGone("the connection is closed"));
      return;
    }
    boolean any = false;
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        any = true;
        var _ = socket.writeTextMessage(line.strip());
      }
    }
    if (!any) {
      var _ = socket.writePing(Buffer.buffer());
    }
    if (socket.writeQueueFull()) {
      socket.drainHandler(_ -> taken.complete(null));
    } else {
      taken.complete(null);
    }
  }
}
