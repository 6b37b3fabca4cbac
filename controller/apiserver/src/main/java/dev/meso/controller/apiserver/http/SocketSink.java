package dev.meso.controller.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes lines into a WebSocket, each as one text message, waiting while the client is behind. A
 * piece without a line is a heartbeat, and goes as a ping.
 */
final class SocketSink implements Sink {
  private final Context context;
  private final ServerWebSocket socket;
  private final Duration stallMax;

  SocketSink(Context context, ServerWebSocket socket, Duration stallMax) {
    this.context = context;
    this.socket = socket;
    this.stallMax = stallMax;
  }

  @Override
  public void write(byte[] piece) throws InterruptedException, ClientGone {
    String text = new String(piece, StandardCharsets.UTF_8);
    CompletableFuture<Void> taken = new CompletableFuture<>();
    context.runOnContext(_ -> send(text, taken));
    try {
      taken.get(stallMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClientGone("the connection is closed");
    } catch (TimeoutException e) {
      throw new ClientGone("nothing was read for " + stallMax);
    }
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
