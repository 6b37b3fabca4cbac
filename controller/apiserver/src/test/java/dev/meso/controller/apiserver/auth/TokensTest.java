package dev.meso.controller.apiserver.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String SECRET = "0123456789abcdef";

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    Path file = directory.resolve("tokens");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aTokenNamesAUserAndHisGroups() throws IOException {
    Tokens tokens =
        Tokens.of(file("# people\n\n" + SECRET + ",ann,1,\"web, ops\"\nfedcba9876543210,bob,2\n"));
    assertThat(tokens.principal(SECRET))
        .contains(Principal.authenticated("ann", java.util.List.of("web", "ops")));
    assertThat(tokens.principal("fedcba9876543210").orElseThrow().groups())
        .containsExactly(Principal.AUTHENTICATED);
    assertThat(tokens.principal("fedcba987654321")).isEmpty();
    assertThat(tokens.principal("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short,ann,1",
        SECRET + ",ann",
        SECRET + ",,1",
        SECRET + ",ann,1,web,ops",
        SECRET + ",ann,1\n" + SECRET + ",bob,2"
      })
  void aLineThatIsNoneIsNamedWithoutItsToken(String text) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> Tokens.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line ")
        .hasMessageNotContaining(SECRET)
        .hasMessageNotContaining("short");
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    Path file = file(SECRET + ",ann,1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Tokens.of(file)).hasMessageContaining("chmod 600");
  }

  @Test
  void aChangeIsTakenUpAndABrokenFileLeavesWhatWas() throws IOException {
    Path file = file(SECRET + ",ann,1\n");
    Tokens tokens = Tokens.of(file);
    Files.writeString(file, "fedcba9876543210,bob,2\n");
    tokens.refresh();
    assertThat(tokens.principal(SECRET)).isEmpty();
    assertThat(tokens.principal("fedcba9876543210")).isPresent();
    Files.writeString(file, "nonsense");
    tokens.refresh();
    Files.delete(file);
    tokens.refresh();
    assertThat(tokens.principal("fedcba9876543210")).isPresent();
  }
}
