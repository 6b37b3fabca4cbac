package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor's script in the driver's directory. */
class StateRootTest {
  @TempDir Path directory;

  @Test
  void aScriptThatIsThereIsNotWrittenAgain() throws IOException {
    Object before = script();
    assertThat(script()).isEqualTo(before);
  }

  @Test
  void aScriptThatWasSpoiltIsMended() throws IOException {
    Path script;
    String text;
    try (StateRoot root = StateRoot.open(directory)) {
      script = root.script();
      text = Files.readString(script);
    }
    Files.writeString(script, "exit 1\n");
    try (StateRoot root = StateRoot.open(directory)) {
      assertThat(Files.readString(root.script())).isEqualTo(text);
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).noneMatch(name -> name.endsWith(".new"));
    }
  }

  private Object script() throws IOException {
    try (StateRoot root = StateRoot.open(directory)) {
      return Files.readAttributes(root.script(), BasicFileAttributes.class).fileKey();
    }
  }
}
