package dev.meso.store.etcd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a Docker engine answers, found out quickly and without a word. */
final class DockerEngine {
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(400);
  private static final int PORT_DEFAULT = 2375;

  private DockerEngine() {}

  /** Asks where Docker's own clients would. */
  static boolean answers() {
    return addresses(System.getenv()).stream().anyMatch(DockerEngine::answers);
  }

  static List<SocketAddress> addresses(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty()) {
      URI uri = URI.create(host);
      return "unix".equals(uri.getScheme())
          ? List.of(UnixDomainSocketAddress.of(uri.getPath()))
          : List.of(
              new InetSocketAddress(
                  uri.getHost(), uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort()));
    }
    List<SocketAddress> sockets = new ArrayList<>();
    for (Path socket :
        List.of(
            Path.of("/var/run/docker.sock"),
            Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock"),
            Path.of(environment.getOrDefault("HOME", "/nowhere"), ".docker/run/docker.sock"))) {
      if (Files.exists(socket)) {
        sockets.add(UnixDomainSocketAddress.of(socket));
      }
    }
    return sockets;
  }

  static boolean answers(SocketAddress address) {
    try (Selector selector = Selector.open();
        SocketChannel channel =
            address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT);
      if (!channel.connect(address)) {
        selector.select(ANSWER_WITHIN.toMillis());
        if (!channel.finishConnect()) {
          return false;
        }
      }
      String ping = "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(ping.getBytes(StandardCharsets.US_ASCII)));
      channel.register(selector, SelectionKey.OP_READ);
      selector.select(ANSWER_WITHIN.toMillis());
      ByteBuffer answer = ByteBuffer.allocate(256);
      channel.read(answer);
      String status = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      return status.startsWith("HTTP/1.") && status.contains(" 200 ");
    } catch (IOException nobody) {
      return false;
    }
  }
}
