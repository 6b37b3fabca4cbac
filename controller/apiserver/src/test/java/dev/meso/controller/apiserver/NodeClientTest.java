package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Kubeconfig;
import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.auth.Tls;
import dev.meso.controller.apiserver.certs.CertificateAuthority;
import dev.meso.controller.apiserver.certs.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript client of Kubernetes, over TLS, where Node and its packages can be had. */
class NodeClientTest {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final long MINUTES_MAX = 3;

  @TempDir Path directory;

  private record Ran(int code, String text) {}

  private Ran run(Path where, String... command) throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(where.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Ran(-1, "not over after " + MINUTES_MAX + " minutes");
      }
      return new Ran(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      return new Ran(-1, String.valueOf(e.getMessage()));
    }
  }

  /** The client's packages stay for the next run, in the build's own directory. */
  private Path installed() throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of("target/node-client").toAbsolutePath());
    for (String name : List.of("package.json", "client.js")) {
      try (InputStream file =
          Objects.requireNonNull(
              NodeClientTest.class.getResourceAsStream("/node-client/" + name))) {
        long _ = Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assumeTrue(run(target, "node", "--version").code() == 0, "Node is not installed");
    if (!Files.isDirectory(target.resolve("node_modules/@kubernetes/client-node"))) {
      Ran install = run(target, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
      assumeTrue(install.code() == 0, "npm cannot install the client: " + install.text());
    }
    return target;
  }

  @Test
  void itListsWatchesCreatesPatchesAndDeletes() throws IOException, InterruptedException {
    Path client = installed();
    CertificateAuthority authority =
        CertificateAuthority.in(directory.resolve("ca"), InstantSource.system());
    Issued own = authority.server(List.of("127.0.0.1"), LIFE);
    PrivateFile.write(directory.resolve("server.crt"), own.certificate());
    PrivateFile.write(directory.resolve("server.key"), own.key());
    Tls tls =
        new Tls(
            directory.resolve("server.crt"),
            directory.resolve("server.key"),
            Optional.of(directory.resolve("ca/ca.crt")));
    try (TestServer server = TestServer.start(new Access(Optional.of(tls), Optional.empty()))) {
      Path kubeconfig = directory.resolve("kubeconfig");
      Files.writeString(
          kubeconfig,
          new Kubeconfig(
                  "https://127.0.0.1:" + server.port,
                  "default",
                  Optional.of(authority.certificate()),
                  Optional.of(authority.user("js", List.of("system:masters"), LIFE)))
              .text(),
          StandardCharsets.UTF_8);
      server.awaitNamespace();
      Ran ran = run(client, "node", "client.js", kubeconfig.toString());
      assertThat(ran.code()).as(ran.text()).isZero();
      assertThat(ran.text().lines())
          .containsExactly(
              "listed namespaces",
              "watched ADDED js 1",
              "refused a second one",
              "watched MODIFIED js 3",
              "listed apps",
              "deleted");
    }
  }
}
