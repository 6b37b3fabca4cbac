package dev.meso.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.access.Issued;
import dev.meso.api.access.Kubeconfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server, and who we are to it. */
class TargetTest {
  private static final Issued ANN = new Issued("certificate\n", "key\n");

  @TempDir Path home;

  private Session session(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("HOME", home.toString());
    return new Session(
        all,
        new ByteArrayInputStream(new byte[0]),
        new Output(new ByteArrayOutputStream()),
        new Output(new ByteArrayOutputStream()),
        InstantSource.system());
  }

  private Path written(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String text(String server) {
    return new Kubeconfig(server, "prod", Optional.of("authority\n"), Optional.of(ANN)).text();
  }

  @Test
  void whatMesoUpWroteIsFoundInTheHomeDirectory() throws IOException {
    Path _ = written(".meso/up/kubeconfig", text("https://127.0.0.1:7171"));
    Session session = session(Map.of());
    assertThat(session.target())
        .isEqualTo(
            new Target(
                "https://127.0.0.1:7171",
                Optional.of("authority\n"),
                Optional.of(ANN),
                Optional.empty(),
                Optional.of("prod")));
    assertThat(session.defaultNamespace()).isEqualTo("prod");
    assertThat(session.target().toString()).doesNotContain("key");
  }

  @Test
  void aServerThatIsNamedGetsNoCredentialsOfAnother() throws IOException {
    Path _ = written(".meso/up/kubeconfig", text("https://127.0.0.1:7171"));
    assertThat(session(Map.of("MESO_SERVER", "https://other:1")).target())
        .isEqualTo(Target.plain("https://other:1"));
    Session session = session(Map.of());
    session.useServer("https://other:1");
    assertThat(session.target()).isEqualTo(Target.plain("https://other:1"));
  }

  @Test
  void aFileThatIsNamedGoesWithAServerThatIsNamedAndATokenWinsOverACertificate()
      throws IOException {
    Path file = written("k", text("https://one:1"));
    Session session =
        session(
            Map.of("MESO_KUBECONFIG", file.toString(), "MESO_TOKEN", "t", "MESO_NAMESPACE", "dev"));
    session.useServer("https://two:2");
    assertThat(session.target().url()).isEqualTo("https://two:2");
    assertThat(session.target().token()).contains("t");
    assertThat(session.target().user()).isEmpty();
    assertThat(session.defaultNamespace()).isEqualTo("dev");
  }

  @Test
  void filesThatAKubeconfigNamesAreFoundBesideIt() throws IOException {
    Path _ = written("keys/ca.crt", "authority");
    Path _ = written("keys/token", "secret\n");
    Path file =
        written(
            "keys/k",
            """
            current-context: b
            contexts:
            - {name: a, context: {cluster: none}}
            - {name: b, context: {cluster: c, user: u}}
            clusters: [{name: c, cluster: {server: 'https://h', certificate-authority: ca.crt}}]
            users: [{name: u, user: {tokenFile: token}}]
            """);
    Session session = session(Map.of("MESO_KUBECONFIG", file.toString()));
    assertThat(session.target().authority()).contains("authority");
    assertThat(session.target().token()).contains("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x | expected a map
          {a: b | Cannot read kubeconfig
          {} | expected current-context
          {current-context: a} | contexts: expected 'a'
          {current-context: a, contexts: [{name: a, context: {cluster: c}}]} | clusters: expected 'c'
          {current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: [{name: c, cluster: {}}]} | expected server
          {current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: [{name: c, cluster: {server: 'https://h', insecure-skip-tls-verify: true}}]} | insecure-skip-tls-verify
          {current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: 'https://h'}}], users: [{name: u, user: {exec: {}}}]} | a program that makes credentials
          {current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: 'https://h'}}], users: [{name: u, user: {client-key-data: AA==}}]} | expected client-certificate
          """)
  void aFileThatIsNoneIsNamed(String text, String message) throws IOException {
    Path file = written("k", text);
    Session session = session(Map.of("MESO_KUBECONFIG", file.toString()));
    assertThatThrownBy(session::target)
        .isInstanceOf(Failure.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
