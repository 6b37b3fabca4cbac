package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.WorkloadRow;
import dev.meso.controller.core.workload.Candidates.Candidate;
import java.util.Objects;

/**
 * Writes that give a task its place. They hold only if everything that the placement relied on is
 * still as it was: the agent, and the queues on whose account it goes.
 */
final class Assigning {
  private final Pass pass;

  Assigning(Pass pass) {
    this.pass = pass;
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
            target.held() ? true : null);
    AttemptId attempt = new AttemptId(name.namespace(), name.name(), candidate.attempt());
    Key.Assignment key = new Key.Assignment(found.agent(), attempt);
    UnitBuilder unit = candidate.unit();
    unit.guard(PlannedGuard.absent(key));
    unit.guard(target.guards());
    guardAgent(found.agent(), unit);
    guardQueues(ask.queue(), unit);
    unit.put(Candidates.statusKey(name), pending.withStatus(status), 0);
    unit.put(key, assignment, Weight.of(target.spec()));
    pass.draft().add(unit, Unit.Lane.PLACEMENTS);
  }

  private void guardAgent(String name, UnitBuilder unit) {
    AgentRow agent = pass.view().agent(name);
    if (agent != null) {
      unit.guard(Cell.unchanged(new Key.Registration(name), agent.registrationCell()));
      unit.guard(Cell.unchanged(new Key.Alive(name), agent.aliveCell()));
      unit.guard(Cell.unchanged(new Key.Spec(Kind.AGENT, null, name), agent.specCell()));
    }
  }

  /** The queue and those above it, as far as somebody has described them. */
  private void guardQueues(String queue, UnitBuilder unit) {
    for (String name = queue; !name.isEmpty(); name = Queue.above(name)) {
      WorkloadRow row = pass.view().workloads().get(new ObjectRef(Kind.QUEUE, "", name));
      if (row != null && row.specCell() != null) {
        unit.guard(Cell.unchanged(new Key.Spec(Kind.QUEUE, null, name), row.specCell()));
      }
    }
  }
}
