package dev.meso.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PortProbeTest {
  @Test
  void portThatSomebodyListensOnIsTaken() throws IOException {
    try (ServerSocket holder = listening()) {
      int port = holder.getLocalPort();
      assertThat(PortProbe.firstTaken(List.of(port))).isEqualTo(OptionalInt.of(port));
    }
  }

  @Test
  void portThatIsHeldForAMomentOnlyIsFree() throws Exception {
    ServerSocket holder = listening();
    int port = holder.getLocalPort();
    CompletableFuture<Void> released =
        CompletableFuture.runAsync(
            () -> close(holder),
            CompletableFuture.delayedExecutor(
                Duration.ofMillis(150).toMillis(), TimeUnit.MILLISECONDS));
    assertThat(PortProbe.firstTaken(List.of(port))).isEmpty();
    released.get(10, TimeUnit.SECONDS);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
