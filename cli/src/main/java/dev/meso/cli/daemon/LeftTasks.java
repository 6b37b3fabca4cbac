package dev.meso.cli.daemon;

import dev.meso.agent.runtime.LeftContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Ends what agents left running, when a whole cluster ends. */
final class LeftTasks {
  private LeftTasks() {}

  /**
   * Ends the containers of agents that do not run any more: asks each, and makes those that have
   * not ended after {@code patience}.
   *
   * @param agents their state directories
   * @return how many containers were ended
   */
  static int end(List<Path> agents, Duration patience) {
    int ended = 0;
    for (Path agent : agents) {
      if (Files.isDirectory(agent)) {
        try {
          ended += LeftContainers.end(agent, patience);
        } catch (IOException e) {
          throw new DaemonFailure("ending the tasks of " + agent + ": " + e.getMessage());
        }
      }
    }
    return ended;
  }
}
