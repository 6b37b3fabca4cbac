package dev.meso.controller.core.workload;

import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.controller.core.agent.Finalizers;
import dev.meso.controller.core.agent.Liveness;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.VolumeUses;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says where a volume is, gives it up with its agent if it asks for that, and removes it when it is
 * deleted and nothing uses it any more. It is bound with the task that needs it: {@link Assigning}.
 */
public final class VolumeStep {
  private final Pass pass;

  public VolumeStep(Pass pass) {
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
    if (!(row.specObject() instanceof Volume volume)) {
      if (row.statusCell() != null) {
        pass.draft().add(unit.delete(Owned.statusKey(ref)), Unit.Lane.DELETIONS);
      }
      return;
    }
    if (volume.metadata().deleting() || pass.terminating(ref.namespace())) {
      delete(row, volume, unit);
      return;
    }
    write(row, observed(volume, VolumeUses.status(row)), unit);
  }

  private void delete(WorkloadRow row, Volume volume, UnitBuilder unit) {
    ObjectRef ref = row.ref();
    VolumeStatus status = VolumeUses.status(row);
    if (!Finalizers.free(volume.metadata())) {
      pass.draft().notDone(ref, Finalizers.waits(volume.metadata()));
      write(row, observed(volume, status), unit);
      return;
    }
    Optional<String> user = user(volume, status);
    if (user.isPresent()) {
      pass.notDone(ref, NotDone.VOLUME_IN_USE, "deleted, and waits until " + user.get() + " ends");
      write(row, observed(volume, status), unit);
      return;
    }
    if (!volume.metadata().deleting()) {
      unit.guard(pass.namespaceGuard(ref.namespace()));
    }
    unit.delete(Owned.specKey(ref));
    if (row.statusCell() != null) {
      unit.delete(Owned.statusKey(ref));
    }
    pass.draft().add(unit, Unit.Lane.DELETIONS);
  }

  /** A task whose assignment names the volume; such an assignment is on the volume's agent. */
  private Optional<String> user(Volume volume, @Nullable VolumeStatus status) {
    AgentRow agent =
        status == null || status.agent() == null ? null : pass.view().agents().get(status.agent());
    if (agent == null) {
      return Optional.empty();
    }
    String uid = volume.metadata().requireUid();
    return agent.assignments().values().stream()
        .map(VolumeStep::charged)
        .filter(Assignment.class::isInstance)
        .map(Assignment.class::cast)
        .filter(it -> it.volumes().values().stream().anyMatch(one -> one.uid().equals(uid)))
        .map(it -> "task " + it.namespace() + "/" + it.task())
        .findFirst();
  }

  /** An assignment whose deletion is in flight is there until that has landed. */
  private static @Nullable Object charged(Cell cell) {
    return cell.committed() != null ? cell.committed() : cell.effective();
  }

  private Volume observed(Volume volume, @Nullable VolumeStatus before) {
    String agent = before == null ? null : before.agent();
    if (before == null || agent == null) {
      return with(volume, VolumeStatus.PENDING, null, null);
    }
    Liveness life = pass.fleet().liveness(agent);
    boolean lost = life == Liveness.LOST || life == Liveness.GONE;
    if (lost && volume.requireSpec().recreated()) {
      return with(volume, VolumeStatus.PENDING, null, null);
    }
    // While too many agents are missing none is lost; what was lost is not back for that.
    boolean missing =
        lost || (life == Liveness.SUSPECT && VolumeStatus.LOST.equals(before.phase()));
    return with(volume, missing ? VolumeStatus.LOST : VolumeStatus.BOUND, agent, before);
  }

  private void write(WorkloadRow row, Volume after, UnitBuilder unit) {
    if (!after.equals(row.statusObject())) {
      pass.draft().add(unit.put(Owned.statusKey(row.ref()), after, 0), Unit.Lane.SUMMARIES);
    }
  }

  /** The record of a volume that is bound to an agent from now on. */
  static Volume bound(Volume volume, String agent) {
    return with(volume, VolumeStatus.BOUND, agent, null);
  }

  /** What was set aside when it was bound stays what it was. */
  private static Volume with(
      Volume volume, String phase, @Nullable String agent, @Nullable VolumeStatus before) {
    ObjectMeta metadata = volume.metadata();
    return Volume.of(
        new ObjectMeta.Builder()
            .name(metadata.name())
            .namespace(metadata.namespace())
            .uid(metadata.uid())
            .labels(metadata.labels())
            .creationTimestamp(metadata.creationTimestamp())
            .build(),
        null,
        new VolumeStatus(
            metadata.generation(),
            phase,
            agent,
            agent == null ? null : before == null ? volume.requireSpec().size() : before.size(),
            agent == null
                ? null
                : before == null ? volume.requireSpec().queueName() : before.queue(),
            List.of()));
  }
}
