package dev.meso.controller.core.workload;

import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskRow;
import java.util.List;

/**
 * What users ask of a task that an App or a Job owns: a Task in its spec key without a spec, with
 * the uid of the task that is meant.
 */
final class Intents {
  private Intents() {}

  /** The owner's wish, unless the user asked for this task to be deleted. */
  static Wish heed(TaskRow row, Task task, Wish wish) {
    Task intent = row.specTask();
    if (intent == null || intent.spec() != null) {
      return wish;
    }
    ObjectMeta metadata = intent.metadata();
    boolean meant = metadata.deleting() && metadata.requireUid().equals(task.metadata().uid());
    return meant
        ? new Wish.Remove("Deleted", metadata.deletionGracePeriodSeconds(), List.of())
        : wish;
  }

  /** Deletes an intent about a task that is no more. */
  static void dropStale(TaskRow row, UnitBuilder unit) {
    Task intent = row.specTask();
    Cell cell = row.specCell();
    if (intent == null || intent.spec() != null || cell == null) {
      return;
    }
    Task task = row.task();
    if (task == null || !intent.metadata().requireUid().equals(task.metadata().uid())) {
      unit.guard(Cell.unchanged(cell.key(), cell)).delete(cell.key());
    }
  }
}
