package dev.meso.controller.core.workload;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.agent.Finalizers;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.WorkloadRow;

/**
 * Writes a namespace's phase. One that is being deleted takes along what is in it: its Apps, Jobs
 * and Tasks count as deleted, and when none is left its keys go.
 */
public final class NamespaceStep {
  /** The finalizer that Kubernetes gives every namespace; its work is done here. */
  private static final String KUBERNETES = "kubernetes";

  private final Pass pass;

  public NamespaceStep(Pass pass) {
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
    if (!(row.specObject() instanceof Namespace namespace)) {
      if (row.statusCell() != null) {
        pass.draft().add(unit.delete(Owned.statusKey(ref)), Unit.Lane.DELETIONS);
      }
      return;
    }
    ObjectMeta metadata = namespace.metadata();
    if (metadata.deleting() && emptied(ref.name()) && free(metadata)) {
      unit.delete(Owned.specKey(ref));
      if (row.statusCell() != null) {
        unit.delete(Owned.statusKey(ref));
      }
      pass.draft().add(unit, Unit.Lane.DELETIONS);
      return;
    }
    Namespace after =
        Namespace.of(
            new ObjectMeta.Builder()
                .name(metadata.name())
                .uid(metadata.uid())
                .labels(metadata.labels())
                .creationTimestamp(metadata.creationTimestamp())
                .build(),
            null,
            new NamespaceStatus(metadata.deleting() ? "Terminating" : "Active"));
    if (!after.equals(row.statusObject())) {
      pass.draft().add(unit.put(Owned.statusKey(ref), after, 0), Unit.Lane.SUMMARIES);
    }
  }

  private boolean free(ObjectMeta metadata) {
    return Finalizers.free(
        metadata.toBuilder()
            .finalizers(
                metadata.finalizers().stream().filter(name -> !name.equals(KUBERNETES)).toList())
            .build());
  }

  private boolean emptied(String namespace) {
    for (Kind kind : new Kind[] {Kind.APP, Kind.JOB, Kind.VOLUME}) {
      ObjectRef next = pass.view().workloads().ceilingKey(new ObjectRef(kind, namespace, ""));
      if (next != null && next.kind() == kind && next.namespace().equals(namespace)) {
        return false;
      }
    }
    return !pass.view().anyTask(namespace);
  }
}
