package dev.meso.agent.runtime;

import dev.meso.agent.driver.ContainerDriver;
import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Recovered;
import dev.meso.agent.machine.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends what an agent left running that does not run any more, when a whole cluster is taken down.
 */
public final class LeftContainers {
  private LeftContainers() {}

  /**
   * Asks every container to end, and makes those that have not ended after {@code patience}. What
   * they were is not forgotten: the next agent on the directory reports how they ended.
   *
   * @return how many there were
   * @throws IOException if an agent runs on the directory, or it cannot be read
   */
  public static int end(Path stateDir, Duration patience) throws IOException {
    try (StateDirectory state = StateDirectory.open(stateDir, () -> UUID.randomUUID().toString());
        ContainerDriver driver = AgentParts.OF_THIS_MACHINE.driver(state.path(), state.uid())) {
      List<ContainerId> running =
          driver.recover().stream()
              .filter(Recovered.StillRunning.class::isInstance)
              .map(Recovered::id)
              .toList();
      Set<ContainerId> left = ConcurrentHashMap.newKeySet();
      left.addAll(running);
      CountDownLatch ended = new CountDownLatch(running.size());
      driver.onExit(
          exited -> {
            if (left.remove(exited.id())) {
              ended.countDown();
            }
          });
      running.forEach(driver::terminate);
      await(ended, patience);
      left.forEach(driver::kill);
      await(ended, patience);
      return running.size();
    }
  }

  private static void await(CountDownLatch ended, Duration patience) {
    try {
      boolean _ = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
