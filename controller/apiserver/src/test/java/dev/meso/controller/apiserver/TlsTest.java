package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Kubeconfig;
import dev.meso.api.access.Pem;
import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.auth.Tls;
import dev.meso.controller.apiserver.certs.CertificateAuthority;
import dev.meso.controller.apiserver.certs.PrivateFile;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and client certificates, with a client that nobody here wrote. */
class TlsTest {
  private static final Duration LIFE = Duration.ofHours(1);

  @TempDir Path directory;
  private CertificateAuthority authority;
  private TestServer server;

  @BeforeEach
  void start() {
    authority = CertificateAuthority.in(directory.resolve("ca"), InstantSource.system());
    Issued own = authority.server(List.of("localhost", "127.0.0.1"), LIFE);
    PrivateFile.write(directory.resolve("server.crt"), own.certificate());
    PrivateFile.write(directory.resolve("server.key"), own.key());
    server =
        TestServer.start(
            new Access(
                Optional.of(
                    new Tls(
                        directory.resolve("server.crt"),
                        directory.resolve("server.key"),
                        Optional.of(directory.resolve("ca/ca.crt")))),
                Optional.empty()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KubernetesClient client(CertificateAuthority trusted, Optional<Issued> user) {
    String text =
        new Kubeconfig(
                "https://127.0.0.1:" + server.port,
                "default",
                Optional.of(trusted.certificate()),
                user)
            .text();
    Config config = Config.fromKubeconfig(text);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static int code(KubernetesClient client) {
    try {
      int _ = client.namespaces().list().getItems().size();
      return 200;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  @Test
  void aCertificateSaysWhoSomebodyIs() {
    try (KubernetesClient root =
            client(
                authority, Optional.of(authority.user("root", List.of("system:masters"), LIFE)));
        KubernetesClient ann =
            client(authority, Optional.of(authority.user("ann", List.of("web"), LIFE)));
        KubernetesClient nobody = client(authority, Optional.empty())) {
      TestServer.until("the server", () -> code(root) == 200);
      assertThat(code(ann)).isEqualTo(403);
      assertThat(code(nobody)).isEqualTo(401);
    }
  }

  @Test
  void watchesGoThroughTls() throws InterruptedException {
    try (KubernetesClient root =
        client(authority, Optional.of(authority.user("root", List.of("system:masters"), LIFE)))) {
      TestServer.until("the server", () -> code(root) == 200);
      CountDownLatch seen = new CountDownLatch(1);
      try (var _ =
          root.namespaces()
              .watch(
                  new io.fabric8.kubernetes.client.Watcher<>() {
                    @Override
                    public void eventReceived(
                        Action action, io.fabric8.kubernetes.api.model.Namespace namespace) {
                      if (namespace.getMetadata().getName().equals("other")) {
                        seen.countDown();
                      }
                    }

                    @Override
                    public void onClose(io.fabric8.kubernetes.client.WatcherException cause) {}
                  })) {
        var _ =
            root.resource(
                    new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName("other")
                        .endMetadata()
                        .build())
                .create();
        assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void whoIsVouchedForByAnotherAuthorityDoesNotComeIn() {
    CertificateAuthority other =
        CertificateAuthority.in(directory.resolve("other"), InstantSource.system());
    Issued forged = other.user("root", List.of("system:masters"), LIFE);
    try (KubernetesClient client = client(authority, Optional.of(forged))) {
      assertThatThrownBy(() -> client.namespaces().list())
          .isInstanceOf(KubernetesClientException.class);
      assertThat(code(client)).isNotEqualTo(200);
    }
    try (KubernetesClient client =
        client(other, Optional.of(authority.user("ann", List.of(), LIFE)))) {
      assertThat(code(client)).as("no HTTP answer").isLessThan(1);
    }
  }

  @Test
  void aServersCertificateIsNoUsers() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port + "/version")).build();
    try (HttpClient user = jdk(authority.user("ann", List.of(), LIFE));
        HttpClient machine = jdk(authority.server(List.of("localhost"), LIFE))) {
      assertThat(user.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThatThrownBy(() -> machine.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  private HttpClient jdk(Issued own) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own",
        Pem.privateKey(own.key()),
        new char[0],
        Pem.certificates(own.certificate()).toArray(new X509Certificate[0]));
    keys.setCertificateEntry("ca", Pem.certificates(authority.certificate()).getFirst());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void plainTextGetsNoAnswer() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("gitVersion");
    }
  }

  @Test
  void filesAreForTheirOwnerAlone() throws IOException {
    assertThat(Files.getPosixFilePermissions(directory.resolve("server.key"))).hasSize(2);
  }
}
