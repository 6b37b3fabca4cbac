package dev.meso.benchmarks.api;

import dev.meso.api.access.Issued;
import dev.meso.cli.client.PemTls;
import dev.meso.controller.apiserver.certs.CertificateAuthority;
import dev.meso.controller.apiserver.certs.PrivateFile;
import dev.meso.store.etcd.local.LocalEtcd;
import dev.meso.store.etcd.local.LocalEtcdOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** An etcd and a controller, each a process, and what clients need to come in. */
final class Cluster implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration LIFE = Duration.ofDays(1);
  private static final int CONNECTIONS_MAX = 2_000;

  private final LocalEtcd etcd;
  private final Process controller;
  private final URI url;
  private final SSLContext tls;

  private Cluster(LocalEtcd etcd, Process controller, URI url, SSLContext tls) {
    this.etcd = etcd;
    this.controller = controller;
    this.url = url;
    this.tls = tls;
  }

  static Cluster start(Path directory) throws IOException, InterruptedException {
    Path certs = directory.resolve("certs");
    CertificateAuthority authority = CertificateAuthority.in(certs, InstantSource.system());
    Issued server = authority.server(List.of("127.0.0.1"), LIFE);
    PrivateFile.write(certs.resolve("server.crt"), server.certificate());
    PrivateFile.write(certs.resolve("server.key"), server.key());
    SSLContext tls = client(authority);
    LocalEtcd etcd = LocalEtcd.start(LocalEtcdOptions.in(directory.resolve("etcd")));
    int port = freePort();
    Process controller =
        new ProcessBuilder(
                "bin/meso",
                "controller",
                "--api-port=" + port,
                "--etcd=" + etcd.clientUrl(),
                "--data=" + directory.resolve("controller"),
                "--connections-max=" + CONNECTIONS_MAX,
                "--api-tls-cert=" + certs.resolve("server.crt"),
                "--api-tls-key=" + certs.resolve("server.key"),
                "--api-client-ca=" + certs.resolve("ca.crt"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("controller.log").toFile())
            .start();
    Cluster cluster = new Cluster(etcd, controller, URI.create("https://127.0.0.1:" + port), tls);
    try {
      cluster.awaitReady();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient client = client()) {
      HttpRequest request = HttpRequest.newBuilder(at("/readyz")).build();
      while (System.nanoTime() < end && controller.isAlive()) {
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // It does not listen yet.
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    throw new IOException("the controller was not ready within " + READY_WITHIN);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SSLContext client(CertificateAuthority authority) throws IOException {
    try {
      Issued own = authority.program("bench", List.of("system:masters"), LIFE);
      return PemTls.context(Optional.of(authority.certificate()), Optional.of(own));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /**
   * A client with connections of its own, HTTP/1.1 over TLS, that shows the admin's certificate.
   */
  HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  SSLContext tls() {
    return tls;
  }

  URI at(String path) {
    return url.resolve(path);
  }

  int port() {
    return url.getPort();
  }

  URI etcd() {
    return etcd.clientUrl();
  }

  /** The process of the controller: bin/meso replaces itself by it. */
  long pid() {
    return controller.pid();
  }

  @Override
  public void close() {
    controller.destroy();
    try {
      if (!controller.waitFor(10, TimeUnit.SECONDS)) {
        controller.destroyForcibly();
      }
    } catch (InterruptedException e) {
      controller.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    etcd.stop();
  }
}
