package dev.meso.system;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A real etcd, read with a client that Meso does not use. Can be killed and started again. */
final class EtcdProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final String url;
  private final String peerUrl;
  private final Client client;
  private Process process;

  private EtcdProcess(Path directory, String url, String peerUrl) {
    this.directory = directory;
    this.url = url;
    this.peerUrl = peerUrl;
    this.process = launch();
    this.client = Client.builder().endpoints(url).build();
  }

  static EtcdProcess start(Path directory) {
    EtcdProcess etcd =
        new EtcdProcess(
            directory, "http://127.0.0.1:" + freePort(), "http://127.0.0.1:" + freePort());
    etcd.awaitHealthy();
    return etcd;
  }

  /** A port that nothing listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return url;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again on the same data and address. */
  void restart() {
    process = launch();
    awaitHealthy();
  }

  /** Forgets every revision but the newest. */
  void compact() {
    call(client.getKVClient().compact(revision()));
  }

  /** The newest revision. */
  long revision() {
    return call(client.getKVClient().get(bytes("\0"))).getHeader().getRevision();
  }

  void put(String key, String value) {
    call(client.getKVClient().put(bytes(key), bytes(value)));
  }

  /** The value of a key. */
  @Nullable String get(String key) {
    List<KeyValue> found = call(client.getKVClient().get(bytes(key))).getKvs();
    return found.isEmpty() ? null : found.getFirst().getValue().toString(StandardCharsets.UTF_8);
  }

  /** Keys and values below a prefix. */
  SortedMap<String, String> list(String prefix) {
    GetOption option = GetOption.builder().isPrefix(true).build();
    SortedMap<String, String> entries = new TreeMap<>();
    for (KeyValue entry : call(client.getKVClient().get(bytes(prefix), option)).getKvs()) {
      entries.put(
          entry.getKey().toString(StandardCharsets.UTF_8),
          entry.getValue().toString(StandardCharsets.UTF_8));
    }
    return entries;
  }

  /** The client, for tests that watch. */
  Client client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    kill();
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private Process launch() {
    try {
      return new ProcessBuilder(
              "etcd",
              "--data-dir",
              directory.resolve("etcd").toString(),
              "--listen-client-urls",
              url,
              "--advertise-client-urls",
              url,
              "--listen-peer-urls",
              peerUrl,
              "--initial-advertise-peer-urls",
              peerUrl,
              "--initial-cluster",
              "default=" + peerUrl)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("etcd.log").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("etcd must be on the PATH; hack/test.sh installs it", e);
    }
  }

  private void awaitHealthy() {
    Eventually.holds(
        PATIENCE,
        () -> "etcd answers at " + url,
        () -> {
          try {
            client.getKVClient().get(bytes("health")).get(1, TimeUnit.SECONDS);
            return true;
          } catch (ExecutionException | TimeoutException _) {
            return false;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
          }
        });
  }

  private static <T> T call(java.util.concurrent.CompletableFuture<T> call) {
    try {
      return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
