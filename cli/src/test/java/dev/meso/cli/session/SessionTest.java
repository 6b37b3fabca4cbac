package dev.meso.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @Test
  void theServerIsNamedByOptionThenVariableThenDefault() {
    assertThat(session(Map.of()).server()).isEqualTo("http://127.0.0.1:7070");
    assertThat(session(Map.of("MESO_SERVER", " ")).server()).isEqualTo("http://127.0.0.1:7070");
    Session session = session(Map.of("MESO_SERVER", "one:1"));
    assertThat(session.server()).isEqualTo("http://one:1");
    session.useServer("http://two:2/");
    assertThat(session.server()).isEqualTo("http://two:2");
  }

  @Test
  void theNamespaceIsNamedByTheVariable() {
    assertThat(session(Map.of()).defaultNamespace()).isEqualTo("default");
    assertThat(session(Map.of("MESO_NAMESPACE", "prod")).defaultNamespace()).isEqualTo("prod");
  }

  @ParameterizedTest
  @CsvSource({
    "h, http://h",
    "https://h:1/, https://h:1",
    "h:1//, http://h:1",
    "http://[::1]:7, http://[::1]:7"
  })
  void addressesMayBeShort(String written, String meant) {
    assertThat(ServerAddress.normalize(written)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "http://", "a b", "http://u:p@h", "http://h?x=1"})
  void otherAddressesAreRefused(String written) {
    assertThatThrownBy(() -> ServerAddress.normalize(written))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("found '" + written + "'");
  }

  @Test
  void aClosedReaderIsNoticed() {
    Output output =
        new Output(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    output.line("kept until it is flushed");
    assertThatThrownBy(output::flush).isInstanceOf(ReaderGone.class);
  }

  private static Session session(Map<String, String> environment) {
    return new Session(
        environment,
        new ByteArrayInputStream(new byte[0]),
        new Output(OutputStream.nullOutputStream()),
        new Output(OutputStream.nullOutputStream()),
        InstantSource.system());
  }
}
