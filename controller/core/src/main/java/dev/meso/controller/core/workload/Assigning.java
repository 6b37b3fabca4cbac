package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.Volume;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.VolumeUse;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.WorkloadRow;
import dev.meso.controller.core.workload.Candidates.Candidate;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes that give a task its place. They hold only if what the placement relied on and others may
 * change is still as it was: what the agent has and may take, and the queues on whose account it
 * goes. Not compared: the assignment's key, which only leaders write, so that the fence stands for
 * it; and whether the agent's session lives, since that may end in the next moment anyway.
 */
final class Assigning {
  private final Pass pass;

  Assigning(Pass pass) {
    this.pass = pass;
  }

  /** Why a place is not taken after all: another task binds one of its volumes in this decision. */
  @Nullable NotDone taken(Ask ask) {
    for (VolumeUse volume : ask.demand().volumes()) {
      if (pass.draft().writes(Owned.statusKey(ref(volume)))) {
        return new NotDone(
            NotDone.VOLUME_WAITS, "volume " + volume.name() + " is being written", null);
      }
    }
    return null;
  }

  void assign(Candidate candidate, Ask ask, Found found) {
    Task pending = candidate.pending();
    TaskName name = candidate.name();
    Target target = candidate.target();
    TaskStatus before = Objects.requireNonNull(pending.status());
    TaskStatus status =
        new StatusEdit(name.toString(), before)
            .place(
                candidate.attempt(),
                found.agent(),
                found.room().facts().host(),
                found.ports(),
                pass.now().wall())
            .conditions(Faults.cleared(before.conditions()))
            .build();
    ObjectRef owner = target.owner();
    Assignment assignment =
        new Assignment(
            name.namespace(),
            name.name(),
            pending.metadata().requireUid(),
            candidate.attempt(),
            Assignment.RUN,
            null,
            owner == null ? null : owner.ownerText(),
            target.revision(),
            target.spec(),
            target.labels(),
            found.ports(),
            TaskResources.requested(target.spec()).toQuantities(),
            pass.now().wall(),
            target.held() ? true : null,
            assigned(ask));
    AttemptId attempt = new AttemptId(name.namespace(), name.name(), candidate.attempt());
    Key.Assignment key = new Key.Assignment(found.agent(), attempt);
    UnitBuilder unit = candidate.unit();
    unit.guard(target.guards());
    guardAgent(found.agent(), unit);
    guardQueues(ask.queue(), unit);
    ask.demand().volumes().forEach(volume -> use(volume, found.agent(), unit));
    unit.put(Candidates.statusKey(name), pending.withStatus(status), 0);
    unit.put(key, assignment, Weight.of(target.spec()));
    pass.draft().add(unit, Unit.Lane.PLACEMENTS);
  }

  private static SortedMap<String, AssignedVolume> assigned(Ask ask) {
    TreeMap<String, AssignedVolume> volumes = new TreeMap<>();
    for (VolumeUse volume : ask.demand().volumes()) {
      volumes.put(
          volume.as(),
          new AssignedVolume(ref(volume).name(), volume.uid(), volume.shared() ? true : null));
    }
    return volumes;
  }

  /** The volume is what it was when the place was chosen; one that is not bound is bound now. */
  private void use(VolumeUse volume, String agent, UnitBuilder unit) {
    ObjectRef ref = ref(volume);
    WorkloadRow row = Objects.requireNonNull(pass.view().workloads().get(ref));
    unit.guard(Cell.unchanged(Owned.specKey(ref), row.specCell()));
    unit.guard(Cell.unchanged(Owned.statusKey(ref), row.statusCell()));
    if (volume.agent() == null && row.specObject() instanceof Volume spec) {
      unit.put(Owned.statusKey(ref), VolumeStep.bound(spec, agent), 0);
    }
  }

  private static ObjectRef ref(VolumeUse volume) {
    int slash = volume.name().indexOf('/');
    return new ObjectRef(
        Kind.VOLUME, volume.name().substring(0, slash), volume.name().substring(slash + 1));
  }

  private void guardAgent(String name, UnitBuilder unit) {
    AgentRow agent = pass.view().agent(name);
    if (agent != null) {
      unit.guard(Cell.unchanged(new Key.Registration(name), agent.registrationCell()));
      unit.guard(Cell.unchanged(new Key.Spec(Kind.AGENT, null, name), agent.specCell()));
    }
  }

  /** The queue and those above it; one that nobody has made may be made, with a limit. */
  private void guardQueues(String queue, UnitBuilder unit) {
    for (String name = queue; !name.isEmpty(); name = Queue.above(name)) {
      WorkloadRow row = pass.view().workloads().get(new ObjectRef(Kind.QUEUE, "", name));
      unit.guard(
          Cell.unchanged(
              new Key.Spec(Kind.QUEUE, null, name), row == null ? null : row.specCell()));
    }
  }
}
