package dev.meso.cli.daemon;

import dev.meso.agent.runtime.LeftContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends what agents left running, when a whole cluster ends. */
final class LeftTasks {
  private LeftTasks() {}

  /**
   * What became of them.
   *
   * @param ended containers that ran
   * @param failures directories where something went wrong, with the reason
   */
  record Result(int ended, List<String> failures) {}

  /**
   * Ends the containers of agents that do not run any more, of all at once: asks each, and makes
   * those that have not ended after {@code patience}. A failure at one agent spares no other.
   *
   * @param agents their state directories
   */
  static Result end(List<Path> agents, Duration patience) {
    AtomicInteger ended = new AtomicInteger();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Path agent : agents) {
        threads.execute(
            () -> {
              try {
                if (Files.isDirectory(agent)) {
                  ended.addAndGet(LeftContainers.end(agent, patience));
                }
              } catch (IOException | RuntimeException e) {
                failures.add("tasks of " + agent + " were not ended: " + e.getMessage());
              }
            });
      }
    }
    return new Result(ended.get(), List.copyOf(failures));
  }
}
