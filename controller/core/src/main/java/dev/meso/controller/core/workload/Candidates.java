package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Refusals;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.InvariantViolated;
import dev.meso.controller.core.state.TaskName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that may be placed now. They are placed together at the end of a decision, oldest first, so
 * that the outcome does not depend on the order in which objects were looked at.
 */
public final class Candidates {

  /**
   * One of them.
   *
   * @param unit writes that are made whether it finds a place or not
   * @param pending the record if it finds none, in phase Pending
   * @param stored the record as the store holds it; absent for a new task
   * @param attempt the number of its next attempt
   */
  record Candidate(
      UnitBuilder unit,
      TaskName name,
      Task pending,
      @Nullable Task stored,
      Target target,
      long attempt) {}

  private final List<Candidate> waiting = new ArrayList<>();

  void add(Candidate candidate) {
    waiting.add(candidate);
  }

  /** Places what can be placed. */
  public void place(Pass pass, Placer placer) {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.sort(
        Comparator.comparing((Candidate candidate) -> candidate.target().since())
            .thenComparing(candidate -> candidate.unit().origin())
            .thenComparingInt(candidate -> ordinal(candidate.pending()))
            .thenComparing(Candidate::name));
    Rooms rooms = pass.view().rooms();
    rooms.begin();
    try {
      // Tasks of one owner ask for the same: when one found no room, no later one will.
      SortedMap<ObjectRef, Refusals> refused = new TreeMap<>();
      long ticket = pass.seed();
      for (Candidate candidate : waiting) {
        try {
          place(pass, candidate, placer, ++ticket, refused);
        } catch (InvariantViolated e) {
          throw e;
        } catch (RuntimeException e) {
          fault(pass, candidate, Faults.message(e));
        }
      }
    } finally {
      rooms.end();
    }
  }

  private static void place(
      Pass pass,
      Candidate candidate,
      Placer placer,
      long ticket,
      SortedMap<ObjectRef, Refusals> refused) {
    ObjectRef origin = candidate.unit().origin();
    Refusals known = refused.get(origin);
    if (known == null) {
      Rooms rooms = pass.view().rooms();
      Demand demand = demand(candidate.name(), candidate.target());
      Found found = placer.place(rooms, demand, ticket);
      if (found != null) {
        assign(pass, candidate, found);
        return;
      }
      known = rooms.refusals(demand);
      refused.put(origin, known);
    }
    refuse(pass, candidate, known);
  }

  /** A demand that cannot be worked out: the task waits until what it is made from changes. */
  private static void fault(Pass pass, Candidate candidate, String message) {
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .conditions(Faults.with(before.conditions(), message, pass.now().wall(), null))
            .build();
    pending(pass, candidate, status);
    pass.notDone(candidate.name().ref(), NotDone.FAULTED, message);
  }

  private static void pending(Pass pass, Candidate candidate, TaskStatus status) {
    Task after = candidate.pending().withStatus(status);
    if (!after.equals(candidate.stored())) {
      candidate.unit().put(statusKey(candidate.name()), after, 0);
    }
    pass.draft().add(candidate.unit(), Unit.Lane.TASKS);
  }

  /** What a task that is made from a target asks for. */
  static Demand demand(TaskName name, Target target) {
    ObjectRef owner = target.owner();
    return Demand.of(
        target.spec(),
        name.namespace(),
        name.name(),
        owner == null ? null : owner.ownerText(),
        target.labels());
  }

  private static int ordinal(Task task) {
    TaskStatus status = task.status();
    Integer ordinal = status == null ? null : status.ordinal();
    return ordinal == null ? 0 : ordinal;
  }

  private static void assign(Pass pass, Candidate candidate, Found placed) {
    Task pending = candidate.pending();
    TaskName name = candidate.name();
    Target target = candidate.target();
    TaskStatus before = Objects.requireNonNull(pending.status());
    TaskStatus status =
        new StatusEdit(name.toString(), before)
            .place(
                candidate.attempt(),
                placed.agent(),
                placed.room().facts().host(),
                placed.ports(),
                pass.now().wall())
            .conditions(Faults.cleared(before.conditions()))
            .build();
    ObjectRef owner = target.owner();
    AttemptId attempt = new AttemptId(name.namespace(), name.name(), candidate.attempt());
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
            placed.ports(),
            TaskResources.requested(target.spec()).toQuantities(),
            pass.now().wall());
    Key.Assignment key = new Key.Assignment(placed.agent(), attempt);
    UnitBuilder unit = candidate.unit();
    unit.guard(PlannedGuard.absent(key));
    unit.guard(target.guards());
    AgentRow agent = pass.view().agents().get(placed.agent());
    if (agent != null) {
      unit.guard(Cell.unchanged(new Key.Registration(agent.name()), agent.registrationCell()));
      unit.guard(Cell.unchanged(new Key.Alive(agent.name()), agent.aliveCell()));
      unit.guard(Cell.unchanged(new Key.Spec(Kind.AGENT, null, agent.name()), agent.specCell()));
    }
    unit.put(statusKey(name), pending.withStatus(status), 0);
    unit.put(key, assignment, Weight.of(target.spec()));
    pass.draft().add(unit, Unit.Lane.PLACEMENTS);
  }

  private static void refuse(Pass pass, Candidate candidate, Refusals refusals) {
    ObjectRef origin = candidate.unit().origin();
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .phase(
                TaskPhase.PENDING,
                pass.now().wall(),
                NotDone.UNSCHEDULABLE,
                message(candidate, refusals))
            .conditions(Faults.cleared(before.conditions()))
            .build();
    pending(pass, candidate, status);
    pass.draft().unplaced(origin);
    NotDone why = new NotDone(NotDone.UNSCHEDULABLE, refusals.sentence(), refusals);
    pass.draft().notDone(candidate.name().ref(), why);
    pass.draft().notDone(origin, why);
  }

  /**
   * What the status says. It keeps what was said at the first try: the counts change with every
   * agent and every task, and an explanation has the present ones.
   */
  private static @Nullable String message(Candidate candidate, Refusals refusals) {
    Task task = candidate.stored();
    TaskStatus stored = task == null ? null : task.status();
    if (stored != null
        && stored.phase() == TaskPhase.PENDING
        && NotDone.UNSCHEDULABLE.equals(stored.reason())
        && Objects.equals(stored.templateRevision(), candidate.target().revision())) {
      return stored.message();
    }
    return "Found no place when it was first tried: " + refusals.sentence();
  }

  static Key statusKey(TaskName name) {
    return new Key.Status(Kind.TASK, name.namespace(), name.name());
  }
}
