package dev.meso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.system.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 200;

  private final Network network = new Network();
  private ServerSocket server;
  private Wire wire;
  private Socket client;
  private Socket served;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    wire = new Wire(network, _ -> "client", "server", server.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), URI.create(wire.url()).getPort());
    served = server.accept();
    client.setSoTimeout(PATIENCE_MILLIS);
    served.setSoTimeout(PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    served.close();
    wire.close();
    server.close();
  }

  @Test
  void bytesPassBothWays() throws IOException {
    client.getOutputStream().write(1);
    assertThat(served.getInputStream().read()).isEqualTo(1);
    served.getOutputStream().write(2);
    assertThat(client.getInputStream().read()).isEqualTo(2);
  }

  @Test
  void cutKeepsTheConnectionAndHealingDeliversWhatWasSent() throws IOException {
    for (String node : new String[] {"client", "server"}) {
      network.cut(node);
      client.getOutputStream().write(3);
      served.getOutputStream().write(4);
      served.setSoTimeout(SILENCE_MILLIS);
      client.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> served.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      network.heal(node);
      served.setSoTimeout(PATIENCE_MILLIS);
      client.setSoTimeout(PATIENCE_MILLIS);
      assertThat(served.getInputStream().read()).isEqualTo(3);
      assertThat(client.getInputStream().read()).isEqualTo(4);
    }
  }

  @Test
  void cutOfAnotherNodeChangesNothing() throws IOException {
    network.cut("somebody");
    client.getOutputStream().write(5);
    assertThat(served.getInputStream().read()).isEqualTo(5);
  }

  @Test
  void resetEndsTheConnectionAndANewOneIsMade() throws IOException {
    network.reset("client");
    Eventually.holds(
        Duration.ofSeconds(10),
        () -> "the connection ends",
        () -> {
          try {
            return client.getInputStream().read() < 0;
          } catch (IOException _) {
            return true;
          }
        });
    try (Socket again =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(wire.url()).getPort())) {
      server.accept().close();
      assertThat(again.isConnected()).isTrue();
    }
  }

  @Test
  void ownerOfASocketIsFound() {
    long own = ProcessHandle.current().pid();
    assertThat(SocketOwner.of(client.getLocalPort(), Map.of("other", 1L << 40, "own", own)))
        .contains("own");
    assertThat(SocketOwner.of(client.getLocalPort(), Map.of("other", 1L << 40))).isEmpty();
  }
}
