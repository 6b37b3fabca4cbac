package dev.meso.api.task;

import static dev.meso.api.task.TaskPhase.ASSIGNED;
import static dev.meso.api.task.TaskPhase.FAILED;
import static dev.meso.api.task.TaskPhase.KILLED;
import static dev.meso.api.task.TaskPhase.LOST;
import static dev.meso.api.task.TaskPhase.PENDING;
import static dev.meso.api.task.TaskPhase.RUNNING;
import static dev.meso.api.task.TaskPhase.STARTING;
import static dev.meso.api.task.TaskPhase.STOPPING;
import static dev.meso.api.task.TaskPhase.SUCCEEDED;
import static dev.meso.api.task.TaskPhase.UNREACHABLE;

import java.util.EnumSet;
import java.util.Set;

/** Which phase may follow which, in one table. */
public final class TaskTransitions {
  private TaskTransitions() {}

  /** The phases that may follow {@code from}, itself left out. */
  public static Set<TaskPhase> after(TaskPhase from) {
    return switch (from) {
      case PENDING -> EnumSet.of(ASSIGNED, KILLED);
      case ASSIGNED ->
          EnumSet.of(STARTING, RUNNING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      case STARTING -> EnumSet.of(RUNNING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      case RUNNING -> EnumSet.of(STARTING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      case STOPPING -> EnumSet.of(UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      case UNREACHABLE ->
          EnumSet.of(STARTING, RUNNING, STOPPING, SUCCEEDED, FAILED, KILLED, LOST, PENDING);
      // The next attempt of the same task.
      case SUCCEEDED, FAILED, KILLED, LOST -> EnumSet.of(PENDING);
    };
  }

  /** Whether a task in phase {@code from} may come into phase {@code to}; staying is allowed. */
  public static boolean allowed(TaskPhase from, TaskPhase to) {
    return from == to || after(from).contains(to);
  }
}
