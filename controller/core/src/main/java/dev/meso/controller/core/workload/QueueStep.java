package dev.meso.controller.core.workload;

import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.List;

/**
 * Says of a queue that its terms are in force. What runs on the account of a queue that is gone
 * runs on; nothing more is placed on it.
 */
public final class QueueStep {
  private final Pass pass;

  public QueueStep(Pass pass) {
    this.pass = pass;
  }

  public void step(WorkloadRow row) {
    ObjectRef ref = row.ref();
    String unreadable = row.unreadable();
    if (unreadable != null) {
      pass.notDone(ref, NotDone.UNREADABLE, unreadable);
      return;
    }
    if (row.busy() || !pass.draft().room(ref)) {
      return;
    }
    UnitBuilder unit = new UnitBuilder(ref, ref);
    unit.guard(Cell.unchanged(Owned.specKey(ref), row.specCell()));
    unit.guard(Cell.unchanged(Owned.statusKey(ref), row.statusCell()));
    if (!(row.specObject() instanceof Queue queue)) {
      if (row.statusCell() != null) {
        pass.draft().add(unit.delete(Owned.statusKey(ref)), Unit.Lane.DELETIONS);
      }
      return;
    }
    ObjectMeta metadata = queue.metadata();
    Queue after =
        Queue.of(
            new ObjectMeta.Builder()
                .name(metadata.name())
                .uid(metadata.uid())
                .labels(metadata.labels())
                .creationTimestamp(metadata.creationTimestamp())
                .build(),
            null,
            new QueueStatus(metadata.generation(), List.of()));
    if (!after.equals(row.statusObject())) {
      pass.draft().add(unit.put(Owned.statusKey(ref), after, 0), Unit.Lane.SUMMARIES);
    }
  }
}
