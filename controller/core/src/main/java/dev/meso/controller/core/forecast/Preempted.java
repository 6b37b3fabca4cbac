package dev.meso.controller.core.forecast;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.TaskName;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts tasks that are ended to make room for others. Not thread-safe. */
final class Preempted implements Rehearsal.Listener {
  private final Set<TaskName> names = new TreeSet<>();

  @Override
  public void decided(PlannedTxn txn) {
    for (PlannedWrite write : txn.writes()) {
      if (write
              instanceof
              PlannedWrite.Put(Key.Status(_, String namespace, String name), Object value)
          && value instanceof Task task
          && namespace != null
          && ended(task.status())) {
        names.add(new TaskName(namespace, name));
      }
    }
  }

  private static boolean ended(@Nullable TaskStatus status) {
    return status != null
        && status.phase() == TaskPhase.STOPPING
        && NotDone.PREEMPTED.equals(status.reason());
  }

  @Override
  public void endWave() {
    // Preemptions count whenever they happen.
  }

  int tasks() {
    return names.size();
  }
}
