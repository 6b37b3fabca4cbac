package dev.meso.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Running;
import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.reconcile.Attempts;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.agent.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxSweeperTest {
  private static final Duration KEEP = Duration.ofHours(1);

  @TempDir Path dir;

  @Test
  void onlyWhatNobodyLooksAfterAndIsOldEnoughIsCollected() throws Exception {
    Sandboxes sandboxes = new Sandboxes(dir);
    Path live = sandboxes.create(new AttemptRef("default", "live", "uid-live", 1));
    Path over = sandboxes.create(new AttemptRef("default", "over", "uid-over", 1));
    Observations observations = new Observations();
    Attempt attempt =
        Attempts.running(
            new Running(
                new ContainerId("default", "live", "uid-live", 1, "main", 0), 1, 1, Instant.EPOCH));
    observations.changed(attempt);
    Instant now = Instant.now();
    try (SandboxSweeper sweeper =
        new SandboxSweeper(
            sandboxes,
            new AgentConfig.SandboxLimits(KEEP, Long.MAX_VALUE),
            observations,
            InstantSource.fixed(now))) {
      assertThat(sweeper.sweep(now)).isEmpty();
      assertThat(sweeper.sweep(now.plus(KEEP).plusSeconds(60))).containsExactly(over);
      observations.forgotten(attempt.ref());
      assertThat(sweeper.sweep(now.plus(KEEP).plusSeconds(60))).containsExactly(live);
    }
  }
}
