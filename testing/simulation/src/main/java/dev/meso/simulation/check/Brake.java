package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Value;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** "If more than max(3, 10 %) of the agents are suspect at once, replacing stops." */
final class Brake {
  private static final int ALWAYS_ALLOWED = 3;
  private static final int ONE_IN = 10;

  private Brake() {}

  /** How many may be missing. */
  static int allowed(int ready, int missing) {
    return Math.max(ALWAYS_ALLOWED, (ready + missing) / ONE_IN);
  }

  /**
   * Whether an agent holds the present attempt of a task that may be replaced.
   *
   * @param current says whether an assignment is the one that its task's status speaks of
   */
  static boolean holdsReplaceable(
      AgentSight agent, Predicate<Map.Entry<AttemptPath, Held>> current) {
    for (Map.Entry<AttemptPath, Held> entry : agent.assignments().entrySet()) {
      if (entry.getValue().value() instanceof Value.Assignment made
          && !made.waits()
          && current.test(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a status, if it is one, speaks of this assignment. */
  static boolean speaksOf(@Nullable Held status, AttemptPath path, Held assignment) {
    return status != null
        && status.value() instanceof Value.TaskStatus task
        && assignment.value() instanceof Value.Assignment made
        && task.uid().equals(made.uid())
        && task.active()
        && task.attempt() == path.attempt();
  }
}
