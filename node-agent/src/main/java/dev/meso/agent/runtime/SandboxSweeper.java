package dev.meso.agent.runtime;

import dev.meso.agent.reconcile.Attempt;
import dev.meso.agent.reconcile.UniqueAttempt;
import dev.meso.agent.sandbox.AttemptRef;
import dev.meso.agent.sandbox.Collection;
import dev.meso.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is left of attempts that are over and forgotten, by age and by size, each {@link
 * #EVERY}. An attempt that the agent still looks after, its report included, keeps its sandbox. One
 * thread of its own, as it walks whole directories.
 */
final class SandboxSweeper implements AutoCloseable {
  static final Duration EVERY = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(SandboxSweeper.class);

  private final Sandboxes sandboxes;
  private final Collection policy;
  private final Observations observations;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-sweeper").factory());

  SandboxSweeper(
      Sandboxes sandboxes,
      AgentConfig.SandboxLimits limits,
      Observations observations,
      InstantSource clock) {
    this.sandboxes = sandboxes;
    this.policy = new Collection(limits.keep(), limits.bytesMax());
    this.observations = observations;
    this.clock = clock;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::sweepOrLog, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweepOrLog() {
    try {
      List<Path> removed = sweep(clock.instant());
      if (!removed.isEmpty()) {
        log.atInfo().addKeyValue("sandboxes", removed.size()).log("Sandboxes collected");
      }
    } catch (IOException | RuntimeException e) {
      log.atWarn().setCause(e).log("Sandboxes could not be collected; tried again later");
    }
  }

  List<Path> sweep(Instant now) throws IOException {
    Set<Path> live = new TreeSet<>();
    for (Attempt attempt : observations.all()) {
      UniqueAttempt ref = attempt.ref();
      if (!attempt.containers().isEmpty()) {
        live.add(
            sandboxes.directory(
                new AttemptRef(
                    ref.id().namespace(), ref.id().task(), ref.taskUid(), ref.id().attempt())));
      }
    }
    return sandboxes.collect(live, policy, now);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
