package dev.meso.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTokenTest {
  @TempDir Path dir;

  @Test
  void itIsMadeOnceForItsOwnerAlone() throws Exception {
    Path file = dir.resolve("sub/token");
    AgentToken token = AgentToken.readOrCreate(file);
    assertThat(AgentToken.readOrCreate(file).header()).isEqualTo(token.header());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void manyWhoMakeItAtOnceGetTheSame() {
    Path file = dir.resolve("token");
    assertThat(IntStream.range(0, 16).parallel().mapToObj(_ -> header(file)).distinct()).hasSize(1);
  }

  private static String header(Path file) {
    try {
      return AgentToken.readOrCreate(file).header();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyTheTokenItselfIsTaken() throws Exception {
    AgentToken token = AgentToken.readOrCreate(dir.resolve("token"));
    assertThat(token.isShownBy(token.header())).isTrue();
    assertThat(token.isShownBy(token.header() + "x")).isFalse();
    assertThat(token.isShownBy(token.header().substring("Bearer ".length()))).isFalse();
    assertThat(token.isShownBy("Bearer ")).isFalse();
    assertThat(token.isShownBy(null)).isFalse();
    assertThat(token.toString()).doesNotContain(token.header().substring("Bearer ".length()));
  }

  @Test
  void aTokenThatIsTooShortIsRefusedWithoutShowingIt() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> AgentToken.readOrCreate(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at least 16")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-"})
  void aTokenThatOthersMayReadOrWriteIsRefused(String mode) throws Exception {
    Path file = dir.resolve("token");
    AgentToken token = AgentToken.readOrCreate(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> AgentToken.readOrCreate(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected mode 0600, found " + mode)
        .hasMessageContaining("chmod 600 " + file)
        .hasMessageNotContaining(token.secret());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(AgentToken.readOrCreate(file).secret()).isEqualTo(token.secret());
  }

  @Test
  void onlyOurOwnFileAndRootsAreTaken() {
    assertThat(AgentToken.acceptable(1000, 1000)).isTrue();
    assertThat(AgentToken.acceptable(0, 1000)).isTrue();
    assertThat(AgentToken.acceptable(1001, 1000)).isFalse();
    assertThat(AgentToken.acceptable(1001, 0)).isFalse();
  }
}
