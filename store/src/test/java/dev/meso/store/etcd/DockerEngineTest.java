package dev.meso.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {
  @TempDir Path dir;

  @Test
  void absentEngineDoesNotAnswer() {
    assertThat(DockerEngine.answers(UnixDomainSocketAddress.of(dir.resolve("none")))).isFalse();
  }

  @Test
  void silentListenerIsNoEngine() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(DockerEngine.answers(silent.getLocalSocketAddress())).isFalse();
    }
  }

  @Test
  void engineThatAnswersThePingIsOne() throws Exception {
    try (var engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var asked = engine.accept()) {
                  asked
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII));
                } catch (java.io.IOException failed) {
                  throw new java.io.UncheckedIOException(failed);
                }
              });
      assertThat(DockerEngine.answers(engine.getLocalSocketAddress())).isTrue();
    }
  }

  @Test
  void dockerHostIsAskedFirst() {
    assertThat(DockerEngine.addresses(Map.of("DOCKER_HOST", "unix:///run/x.sock")))
        .containsExactly(UnixDomainSocketAddress.of("/run/x.sock"));
    assertThat(DockerEngine.addresses(Map.of("DOCKER_HOST", "tcp://127.0.0.1:23750")))
        .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 23750));
  }
}
