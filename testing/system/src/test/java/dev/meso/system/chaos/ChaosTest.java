package dev.meso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of hack/chaos.sh, with the same faults each time. */
class ChaosTest {
  private static final long SEED = 20260131;

  /** With start, settling and deletion the whole takes about two minutes. */
  private static final Duration FAULTS = Duration.ofSeconds(80);

  @TempDir Path directory;

  @Test
  void promisesAreKeptWhileProcessesAreKilledStoppedAndCutOff() throws Exception {
    assumeTrue(onPath("etcd"), "etcd is not on the PATH; hack/test.sh installs it");
    assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "needs Linux, to tell etcd's peers apart");
    Consumer<String> terminal = System.out::println;
    RunSettings settings = new RunSettings(SEED, FAULTS, directory.resolve("run"));
    RunResult result;
    try (ChaosRun run = new ChaosRun(settings, terminal)) {
      result = run.run();
    }
    System.out.println(result.summary());
    assertThat(result.violations()).isEmpty();
    // The run was one: things were harmed, and things happened all the same.
    assertThat(result.faults().values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThan(15);
    assertThat(result.counts().get("attempts")).isGreaterThan(10);
    assertThat(result.evaluated().get("acknowledged-is-stored")).isGreaterThan(10);
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }
}
