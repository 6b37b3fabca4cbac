package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.allocation.Eviction;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.workload.Candidates.Candidate;
import java.util.Objects;

/**
 * Writes that end tasks for another one: the orders to stop, and the record that says which agent
 * is kept for whom, in one transaction. The record keeps the agent for the task whoever leads.
 */
final class Clearing {
  private final Pass pass;

  Clearing(Pass pass) {
    this.pass = pass;
  }

  void clear(Candidate candidate, Ask ask, Eviction eviction) {
    String agent = eviction.room().agent();
    UnitBuilder unit = candidate.unit();
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    String message = message(agent, eviction);
    Task stored = candidate.stored();
    TaskStatus said = stored == null ? null : stored.status();
    if (eviction.victims().isEmpty()
        && said != null
        && agent.equals(said.nominatedAgent())
        && NotDone.PREEMPTING.equals(said.reason())) {
      message = String.valueOf(said.message());
    }
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .phase(TaskPhase.PENDING, pass.now().wall(), NotDone.PREEMPTING, message)
            .nominated(agent)
            .conditions(Faults.cleared(before.conditions()))
            .build();
    Task after = candidate.pending().withStatus(status);
    if (!after.equals(stored)) {
      unit.put(Candidates.statusKey(candidate.name()), after, 0);
    }
    for (Victim victim : eviction.victims()) {
      end(unit, agent, victim, candidate.name(), ask);
    }
    pass.draft().add(unit, Unit.Lane.PLACEMENTS);
    pass.notDone(candidate.name().ref(), NotDone.PREEMPTING, message);
    pass.draft().unplaced(candidate.origin(), ask);
  }

  private static String message(String agent, Eviction eviction) {
    StringBuilder text = new StringBuilder("waits for agent ").append(agent).append(" to end ");
    int count = eviction.victims().size();
    if (count == 0) {
      return text.append("what it was told to").toString();
    }
    Victim first = eviction.victims().getFirst();
    text.append(first.attempt().namespace()).append('/').append(first.attempt().task());
    return (count == 1 ? text : text.append(" and ").append(count - 1).append(" more")).toString();
  }

  private void end(UnitBuilder unit, String agent, Victim victim, TaskName by, Ask ask) {
    TaskName name = new TaskName(victim.attempt().namespace(), victim.attempt().task());
    TaskRow row = Objects.requireNonNull(pass.view().tasks().get(name));
    Task task = Objects.requireNonNull(row.task());
    Assignment assignment = Objects.requireNonNull(row.currentAssignment());
    Cell cell =
        Objects.requireNonNull(row.assignmentCell(new Place(agent, victim.attempt().attempt())));
    unit.guard(Cell.unchanged(cell.key(), cell));
    unit.guard(Cell.unchanged(Candidates.statusKey(name), row.statusCell()));
    if (row.owner() == null) {
      // A task made anew under the name must not get the status of the one that ends.
      Key spec = new Key.Spec(Kind.TASK, name.namespace(), name.name());
      unit.guard(Cell.sameObject(spec, row.specCell()));
    }
    unit.put(cell.key(), assignment.toStop(null), Weight.of(assignment.spec()));
    TaskStatus status =
        new StatusEdit(name.toString(), Objects.requireNonNull(task.status()))
            .phase(
                TaskPhase.STOPPING,
                pass.now().wall(),
                NotDone.PREEMPTED,
                "Makes room for "
                    + by
                    + " of queue "
                    + ask.queue()
                    + " and priority "
                    + ask.priority())
            .build();
    unit.put(Candidates.statusKey(name), task.withStatus(status), 0);
  }
}
