package dev.meso.controller.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultLogTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path dir;

  @Test
  void severalFaultsWithinTheWindowLeadToSafeModeUntilItIsOver() {
    FaultLog log = new FaultLog(dir.resolve("data"));
    for (int i = 1; i <= FaultLog.FAULTS_MAX; i++) {
      assertThat(log.safeMode(NOW)).isFalse();
      log.record(NOW);
    }
    assertThat(new FaultLog(dir.resolve("data")).safeMode(NOW)).isTrue();
    assertThat(log.safeMode(NOW.plus(FaultLog.WINDOW).plus(Duration.ofSeconds(1)))).isFalse();
  }

  @Test
  void tornAndForeignLinesCountForNothingAndSpoilNoOthers() throws Exception {
    FaultLog log = new FaultLog(dir);
    log.record(NOW);
    log.record(NOW);
    Files.write(
        dir.resolve("faults"),
        new byte[] {0, (byte) 0xff, (byte) 0xc3, '\n', 'x', '\n', '2', '0', '2', '6', '-'},
        StandardOpenOption.APPEND);
    assertThat(log.safeMode(NOW)).isFalse();
    log.record(NOW);
    assertThat(log.safeMode(NOW)).isTrue();
  }

  @Test
  void aLogThatCannotBeReadOrWrittenIsTakenAsEmpty() throws Exception {
    Files.createDirectories(dir.resolve("faults/in/the/way"));
    FaultLog log = new FaultLog(dir);
    assertThatCode(() -> log.record(NOW)).doesNotThrowAnyException();
    assertThat(log.safeMode(NOW)).isFalse();
  }

  @Test
  void aLongLogIsCut() throws Exception {
    FaultLog log = new FaultLog(dir);
    for (int i = 0; i < 250; i++) {
      log.record(NOW);
    }
    assertThat(Files.size(dir.resolve("faults"))).isLessThan(100 * 30);
    assertThat(log.safeMode(NOW)).isTrue();
  }
}
