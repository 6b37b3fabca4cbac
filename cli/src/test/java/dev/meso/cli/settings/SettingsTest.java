package dev.meso.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path directory;

  @Test
  void flagWinsOverVariableOverFileOverDefault() throws IOException {
    SettingsFile file = file("api-port = 1\nlost-after = 1m\nresources=cpu=1\netcd-root=/a");
    Settings settings =
        Settings.of(
            Map.of(Setting.API_PORT, "3"),
            variables(Map.of("MESO_API_PORT", "2", "MESO_LOST_AFTER", "2m30s")),
            List.of(file));
    assertThat(settings.number(Setting.API_PORT)).isEqualTo(3);
    assertThat(settings.duration(Setting.LOST_AFTER)).isEqualTo(Duration.ofSeconds(150));
    assertThat(settings.require(Setting.RESOURCES)).isEqualTo("cpu=1");
    assertThat(settings.require(Setting.AGENT_BIND)).isEqualTo("127.0.0.1");
  }

  @Test
  void laterFileWins() throws IOException {
    SettingsFile first = file("etcd-root = /first");
    SettingsFile second = file("etcd-root = /second");
    assertThat(
            Settings.of(Map.of(), variables(Map.of()), List.of(first, second))
                .require(Setting.ETCD_ROOT))
        .isEqualTo("/second");
  }

  @Test
  void classicNameIsTheSameSetting() throws IOException {
    assertThat(file("network.port = 8080").values()).containsEntry(Setting.API_PORT, "8080");
  }

  @Test
  void everyDefaultIsOfItsOwnType() {
    for (Setting setting : Setting.values()) {
      setting
          .defaultValue()
          .ifPresent(value -> assertThat(setting.type().accepts(value)).as(setting.key()).isTrue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api-port, 70000, a port from 0 to 65535",
    "api-port, http, a port from 0 to 65535",
    "api-port, -1, a port from 0 to 65535",
    "connections-max, 0, a number from 1",
    "lost-after, 12, a duration such as 12s",
    "lost-after, 0s, a duration such as 12s",
    "lost-after, 1s2, a duration such as 12s",
    "memory, lots, an amount such as 512Mi",
    "memory, -1Gi, an amount such as 512Mi",
    "etcd, 127.0.0.1:2379, one or more URLs",
    "etcd, ftp://h, one or more URLs",
    "etcd, https://h:2379, one or more URLs",
    "shares-without, 'disk,,gpu', 'cpu, memory, disk, gpu or custom ones'",
    "shares-without, dsk, 'cpu, memory, disk, gpu or custom ones'",
    "log-file-size, 4095, 'an amount such as 512Ki or 10Mi, at least 4Ki'",
    "compact, yes, true or false",
    "log-level, loud, 'error, warn, info or debug'",
    "agent-name, A_1, a name of lower-case letters",
  })
  void badValueNamesKeyExpectedAndFound(String key, String value, String expected) {
    assertThatThrownBy(() -> file(key + " = " + value))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("key " + key)
        .hasMessageContaining("expected " + expected)
        .hasMessageContaining("'" + value + "'");
  }

  @Test
  void unknownKeyNamesFileAndKey() {
    assertThatThrownBy(() -> file("apiport = 1"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("file-")
        .hasMessageContaining("unknown key 'apiport'");
  }

  @Test
  void badVariableAndFlagSayWhereTheyWereGiven() {
    assertThatThrownBy(
            () -> Settings.of(Map.of(), variables(Map.of("MESO_API_PORT", "x")), List.of()))
        .hasMessageStartingWith("environment variable MESO_API_PORT:");
    assertThatThrownBy(
            () -> Settings.of(Map.of(Setting.API_PORT, "x"), variables(Map.of()), List.of()))
        .hasMessageStartingWith("flag --api-port:");
  }

  private SettingsFile file(String text) throws IOException {
    return SettingsFile.read(
        Files.writeString(Files.createTempFile(directory, "file-", ".properties"), text));
  }

  @SuppressWarnings("NullAway") // as System.getenv
  private static UnaryOperator<String> variables(Map<String, String> variables) {
    return variables::get;
  }
}
