package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Task;
import dev.meso.controller.core.agent.Finalizers;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskRow;

/** Deletes the records of a task that runs no more. */
final class Removal {
  private Removal() {}

  /**
   * Deletes the status, and with it the spec of a stand-alone task of the same uid or the intent
   * about an owned one. A spec of another uid is another task's and stays.
   */
  static void remove(Pass pass, TaskRow row, UnitBuilder unit) {
    Key status = Candidates.statusKey(row.name());
    Task spec = row.specTask();
    Cell cell = row.specCell();
    Task task = row.task();
    boolean same =
        spec != null && task != null && spec.metadata().requireUid().equals(task.metadata().uid());
    boolean intent = spec != null && spec.spec() == null;
    if (spec != null && same && !intent && !Finalizers.free(spec.metadata())) {
      pass.draft().notDone(row.name().ref(), Finalizers.waits(spec.metadata()));
      pass.draft().add(unit, Unit.Lane.TASKS);
      return;
    }
    if (cell != null && (same || intent)) {
      unit.guard(Cell.unchanged(cell.key(), cell)).delete(cell.key());
    }
    unit.guard(Cell.unchanged(status, row.statusCell()));
    if (row.statusCell() != null) {
      unit.delete(status);
    }
    pass.draft().add(unit, Unit.Lane.DELETIONS);
  }
}
