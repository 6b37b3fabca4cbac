package dev.meso.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path dir;

  @Test
  void theUidIsMadeOnceAndKept() throws Exception {
    try (StateDirectory state = StateDirectory.open(dir.resolve("a"), () -> "u-1")) {
      assertThat(state.uid()).isEqualTo("u-1");
    }
    try (StateDirectory state = StateDirectory.open(dir.resolve("a"), () -> "u-2")) {
      assertThat(state.uid()).isEqualTo("u-1");
    }
  }

  @Test
  void aSecondHolderIsRefusedAndToldWhatToDo() throws Exception {
    try (StateDirectory _ = StateDirectory.open(dir, () -> "u-1")) {
      assertThatThrownBy(() -> StateDirectory.open(dir, () -> "u-2"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(dir.toRealPath().toString())
          .hasMessageContaining("in use by another agent");
    }
  }

  @Test
  void aSpoiltUidIsRefusedAndNotReplaced() throws Exception {
    Files.writeString(dir.resolve("uid"), "not a uid");
    assertThatThrownBy(() -> StateDirectory.open(dir, () -> "u-2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected the agent's uid");
    assertThat(dir.resolve("uid")).hasContent("not a uid");
  }
}
