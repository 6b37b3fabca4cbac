package dev.meso.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.world.Outcome;
import dev.meso.simulation.world.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The same seed is the same run, bit for bit. */
class DeterminismTest {
  private static final long SEED = 5;
  private static final Duration LENGTH = Duration.ofMinutes(8);

  /** Runs the seed and prints what it came to; for the other processes of this test. */
  public static void main(String[] args) {
    Logger.getLogger("").setLevel(Level.OFF);
    System.out.println(text(run(SEED)));
  }

  @Test
  void isTheSameTwiceInOneProcess() {
    Outcome first = run(SEED);
    assertThat(first.coverage().revisions()).isGreaterThan(500);
    assertThat(text(run(SEED))).isEqualTo(text(first));
  }

  @Test
  void isAnotherRunWithAnotherSeed() {
    assertThat(run(SEED + 1).digest()).isNotEqualTo(run(SEED).digest());
  }

  @Test
  void isTheSameInAnotherProcess() throws Exception {
    String here = text(run(SEED));
    // Another compiler, collector, hash code, language and zone; the order of Set.of and Map.of
    // differs from process to process anyway.
    assertThat(
            inAnotherProcess(
                List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseParallelGC",
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:hashCode=2",
                    "-Duser.language=tr",
                    "-Duser.country=TR",
                    "-Duser.timezone=Asia/Kathmandu",
                    "-Dfile.encoding=ISO-8859-1")))
        .isEqualTo(here);
    assertThat(
            inAnotherProcess(
                List.of(
                    "-Xshare:off",
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-Duser.language=ar",
                    "-Duser.timezone=America/St_Johns",
                    "-Dline.separator=\r\n")))
        .isEqualTo(here);
  }

  private static Outcome run(long seed) {
    return Simulation.run(Scenario.of(seed).until(LENGTH));
  }

  private static String text(Outcome outcome) {
    return Long.toHexString(outcome.digest())
        + " "
        + outcome.coverage().revisions()
        + " revisions, "
        + outcome.coverage().processEvents()
        + " processes, violations "
        + outcome.violations();
  }

  private static String inAnotherProcess(List<String> flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(DeterminismTest.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
