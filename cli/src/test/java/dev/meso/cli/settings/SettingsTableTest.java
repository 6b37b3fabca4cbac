package dev.meso.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  @Test
  void documentationHoldsTheTableThatTheCodeMakes() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));
    assertThat(page)
        .as("docs/configuration.md should hold this table:\n" + SettingsTable.markdown())
        .contains(SettingsTable.markdown());
  }
}
