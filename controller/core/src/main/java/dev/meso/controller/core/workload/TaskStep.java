package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.agent.Liveness;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings one task a step nearer to what its owner wishes.
 *
 * <p>An attempt ends by protocol: its assignment is set to stop, its agent reports the end, the
 * assignment is deleted, and only then is its room free. A report counts for the current attempt
 * only if its task uid and attempt number are the current ones. Assignments of earlier attempts, or
 * of another task that had the name, are ended in the same way beside it.
 */
final class TaskStep {
  /** The reason of what has run as long as it may. */
  private static final String DEADLINE = "DeadlineExceeded";

  private final Pass pass;
  private final Ends ends;
  private final ObjectRef origin;

  TaskStep(Pass pass, Ends ends, ObjectRef origin) {
    this.pass = pass;
    this.ends = ends;
    this.origin = origin;
  }

  /** Looks at everything under one task's name. */
  void step(TaskRow row, Wish wish) {
    ObjectRef ref = row.name().ref();
    if (row.busy()) {
      return; // Its acknowledgement brings us back.
    }
    String unreadable = row.unreadable();
    if (unreadable != null) {
      pass.notDone(ref, NotDone.UNREADABLE, unreadable);
      return;
    }
    if (!pass.draft().room(origin, ref)) {
      return;
    }
    UnitBuilder unit = new UnitBuilder(origin, ref);
    Leftovers.end(pass, row, unit);
    Task task = row.task();
    if (task == null) {
      Intents.dropStale(row, unit);
      pass.draft().add(unit, Unit.Lane.TASKS);
      return;
    }
    Wish asked = Intents.heed(row, task, wish);
    if (!(asked instanceof Wish.Remove)) {
      Intents.dropStale(row, unit);
    }
    Place place = row.current();
    if (place == null) {
      resting(row, task, asked, unit);
    } else {
      active(row, task, place, asked, unit);
    }
  }

  /** Makes a task that does not exist yet. */
  void create(TaskRow row, ObjectMeta metadata, @Nullable Integer ordinal, Target target) {
    UnitBuilder unit = new UnitBuilder(origin, row.name().ref());
    unit.guard(PlannedGuard.absent(Candidates.statusKey(row.name())));
    if (target.owner() != null) {
      unit.guard(PlannedGuard.absent(specKey(row)));
    }
    unit.guard(target.guards());
    Task pending =
        Task.of(metadata, null, StatusEdit.fresh(target.revision(), ordinal, pass.now().wall()));
    candidate(row, unit, pending, null, target);
  }

  /** The task has no attempt that could run. */
  private void resting(TaskRow row, Task task, Wish wish, UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(task.status());
    switch (wish) {
      case Wish.Run(Target target) -> next(row, task, target, unit);
      case Wish.Restart(Target target, _) -> next(row, task, target, unit);
      case Wish.Hold() -> pass.draft().add(unit, Unit.Lane.TASKS);
      case Wish.Stop(String reason, List<PlannedGuard> guards) -> {
        if (status.phase() == TaskPhase.PENDING) {
          StatusEdit edit =
              edit(row, status).phase(TaskPhase.KILLED, pass.now().wall(), reason, null);
          unit.guard(guards);
          write(row, task, edit, unit);
        }
        pass.draft().add(unit, Unit.Lane.TASKS);
      }
      case Wish.Remove(_, _, List<PlannedGuard> guards) -> {
        unit.guard(guards);
        Removal.remove(pass, row, unit);
      }
    }
  }

  /** From an ended attempt, or from none, towards the next one. */
  private void next(TaskRow row, Task task, Target target, UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(task.status());
    StatusEdit edit = edit(row, status);
    if (status.phase().terminal()) {
      boolean later = !pass.due(status.retryAt());
      edit.pending(
          pass.now().wall(), later ? NotDone.BACK_OFF : null, later ? status.message() : null);
    }
    edit.template(target.revision());
    unit.guard(Cell.unchanged(Candidates.statusKey(row.name()), row.statusCell()));
    unit.guard(target.guards());
    Task pending = task.withMetadata(metadata(task, target)).withStatus(edit.build());
    Instant retryAt = status.retryAt();
    if (retryAt == null || pass.due(retryAt)) {
      candidate(row, unit, pending, task, target);
      return;
    }
    pass.lookAt(alarm(row), retryAt);
    pass.notDone(row.name().ref(), NotDone.BACK_OFF, "the next attempt is made at " + retryAt);
    if (!pending.equals(task)) {
      unit.put(Candidates.statusKey(row.name()), pending, 0);
    }
    pass.draft().add(unit, Unit.Lane.TASKS);
  }

  private static ObjectMeta metadata(Task task, Target target) {
    return task.metadata().toBuilder().labels(target.labels()).deletionTimestamp(null).build();
  }

  private void candidate(
      TaskRow row, UnitBuilder unit, Task pending, @Nullable Task stored, Target target) {
    if (stored != null || pass.draft().newcomer(origin)) {
      pass.candidates()
          .add(
              new Candidates.Candidate(
                  unit, row.name(), pending, stored, target, row.highestAttempt() + 1));
    }
  }

  /** The task has an attempt that has not ended, as far as its status knows. */
  private void active(TaskRow row, Task task, Place place, Wish wish, UnitBuilder unit) {
    Assignment assignment = row.currentAssignment();
    Report report = current(row, task, place);
    Liveness life = pass.fleet().liveness(place.agent());
    if (report != null && report.phase().terminal()) {
      ended(row, task, assignment, report, unit);
    } else if (life == Liveness.GONE) {
      unit.guard(goneGuard(place.agent()));
      lost(row, task, "AgentGone", "Agent " + place.agent() + " was declared gone", unit);
    } else if (assignment == null) {
      vanished(row, task, place, report, unit);
    } else if (life == Liveness.LOST) {
      unreachable(row, task, place, assignment, wish, unit);
    } else {
      reachable(row, task, assignment, report, life, wish, unit);
    }
  }

  private void reachable(
      TaskRow row,
      Task task,
      Assignment assignment,
      @Nullable Report report,
      Liveness life,
      Wish wish,
      UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(task.status());
    StatusEdit edit = edit(row, status);
    if (report != null && (life == Liveness.READY || status.phase() != TaskPhase.UNREACHABLE)) {
      edit.facts(report);
    }
    Instant at = pass.now().wall();
    if (assignment.stopping()) {
      if (status.phase() != TaskPhase.UNREACHABLE || life == Liveness.READY) {
        edit.phase(TaskPhase.STOPPING, at, status.reason(), status.message());
      }
    } else if (stops(wish)) {
      stop(row, assignment, wish, unit);
      edit.phase(TaskPhase.STOPPING, at, reason(wish), null);
    } else if (late(row, assignment.spec(), status)) {
      stop(row, assignment, new Wish.Stop(DEADLINE, List.of()), unit);
      edit.phase(
          TaskPhase.STOPPING,
          at,
          DEADLINE,
          "Has run for more than " + assignment.spec().activeDeadlineSeconds() + " s");
    } else {
      if (assignment.mustWait() && wish instanceof Wish.Run(Target target) && !target.held()) {
        Cell cell = currentCell(row);
        unit.guard(Cell.unchanged(cell.key(), cell));
        unit.put(cell.key(), assignment.released(), Weight.of(assignment.spec()));
      }
      if (report != null && (status.phase() != TaskPhase.UNREACHABLE || life == Liveness.READY)) {
        follow(edit, report, at);
      }
    }
    Task after = marked(task, wish);
    write(row, task, after, edit, unit);
    pass.draft().add(unit, Unit.Lane.TASKS);
  }

  /** Whether an attempt has run as long as it may; if not yet, it is looked at when it has. */
  private boolean late(TaskRow row, TaskSpec spec, TaskStatus status) {
    Long seconds = spec.activeDeadlineSeconds();
    Instant startedAt = status.startedAt();
    if (seconds == null || startedAt == null) {
      return false;
    }
    Instant until = startedAt.plusSeconds(seconds);
    if (pass.now().wall().isBefore(until)) {
      pass.lookAt(alarm(row), until);
      return false;
    }
    return true;
  }

  /** For this task alone, where it has an owner. */
  private Alarm alarm(TaskRow row) {
    return ends == Ends.SOLO ? Alarm.of(origin) : new Alarm(origin, row.name().name());
  }

  private static void follow(StatusEdit edit, Report report, Instant at) {
    // What else an agent may say is terminal; anything more is not its to say.
    if (report.phase() == TaskPhase.STARTING || report.phase() == TaskPhase.RUNNING) {
      edit.phase(report.phase(), at, report.reason(), report.message());
    }
  }

  private void unreachable(
      TaskRow row, Task task, Place place, Assignment assignment, Wish wish, UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(task.status());
    AgentRow agent = pass.view().agent(place.agent());
    StatusEdit edit = edit(row, status);
    edit.phase(
        TaskPhase.UNREACHABLE,
        pass.now().wall(),
        NotDone.AGENT_LOST,
        "Agent " + place.agent() + " does not renew its lease");
    unit.guard(PlannedGuard.absent(new Key.Alive(place.agent())));
    if (stops(wish) && !assignment.stopping()) {
      stop(row, assignment, wish, unit);
    }
    Duration due = pass.fleet().lostAt(agent).plus(replaceAfter(assignment.spec()));
    boolean wants = !(wish instanceof Wish.Hold);
    String hindrance = hindrance(row, assignment.spec(), wish, due);
    if (wants && hindrance == null) {
      if (!assignment.stopping()) {
        stop(row, assignment, wish, unit);
      }
      leave(row, task, edit, wish, unit);
      return;
    }
    if (hindrance != null) {
      pass.notDone(row.name().ref(), hindrance, "agent " + place.agent() + " is lost");
    }
    write(row, task, edit, unit);
    pass.draft().add(unit, Unit.Lane.TASKS);
  }

  /** Gives an attempt up that cannot be reached; its agent ends it when it returns. */
  private void leave(TaskRow row, Task task, StatusEdit edit, Wish wish, UnitBuilder unit) {
    Instant at = pass.now().wall();
    switch (wish) {
      case Wish.Run(Target target) -> replace(row, task, edit, target, unit);
      case Wish.Restart(Target target, _) -> replace(row, task, edit, target, unit);
      case Wish.Remove(_, _, List<PlannedGuard> guards) -> {
        unit.guard(guards);
        Removal.remove(pass, row, unit);
      }
      case Wish.Stop _, Wish.Hold _ -> {
        edit.phase(TaskPhase.LOST, at, NotDone.AGENT_LOST, "Given up with its agent");
        write(row, task, edit.end(null, null, at), unit);
        pass.draft().add(unit, Unit.Lane.TASKS);
      }
    }
  }

  private void replace(TaskRow row, Task task, StatusEdit edit, Target target, UnitBuilder unit) {
    edit.pending(pass.now().wall(), NotDone.AGENT_LOST, "Replaced, its agent is lost");
    edit.template(target.revision()).retryAt(null);
    unit.guard(Cell.unchanged(Candidates.statusKey(row.name()), row.statusCell()));
    unit.guard(target.guards());
    Task pending = task.withMetadata(metadata(task, target)).withStatus(edit.build());
    candidate(row, unit, pending, task, target);
  }

  /** Why an attempt on a lost agent may not be given up yet, if something hinders. */
  private @Nullable String hindrance(TaskRow row, TaskSpec spec, Wish wish, Duration due) {
    if (TaskSpec.ON_LOST_WAIT.equals(spec.onLost())) {
      return NotDone.AGENT_LOST;
    }
    if (pass.now().monotonic().compareTo(due) < 0) {
      pass.draft().timer(alarm(row), due);
      return NotDone.AGENT_LOST;
    }
    // The brake is about starting the same work elsewhere; what is to end may end.
    boolean again = wish instanceof Wish.Run || wish instanceof Wish.Restart;
    return again && pass.fleet().paused() ? NotDone.REPLACEMENT_PAUSED : null;
  }

  private void ended(
      TaskRow row, Task task, @Nullable Assignment assignment, Report report, UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(task.status());
    Instant at = report.finishedAt() == null ? pass.now().wall() : report.finishedAt();
    boolean asked = assignment != null && assignment.stopping();
    boolean keepsReason = asked && report.phase() == TaskPhase.KILLED;
    // Ended for running too long is not ended by will: it has failed.
    boolean late = keepsReason && DEADLINE.equals(status.reason());
    TaskPhase end = late ? TaskPhase.FAILED : report.phase();
    StatusEdit edit = edit(row, status).facts(report);
    edit.phase(
        end,
        pass.now().wall(),
        keepsReason ? status.reason() : report.reason(),
        keepsReason ? status.message() : Sentences.end(report));
    edit.end(report.exitCode(), report.signal(), at);
    if (!asked || late) {
      charge(edit, end, report.startedAt(), at);
    } else {
      edit.retryAt(null);
    }
    dropAssignment(row, unit);
    write(row, task, edit, unit);
    pass.draft().add(unit, Unit.Lane.TASKS);
  }

  private void charge(
      StatusEdit edit, TaskPhase phase, @Nullable Instant startedAt, Instant finishedAt) {
    boolean longRun =
        startedAt != null
            && Duration.between(startedAt, finishedAt).compareTo(BackOff.RESET_AFTER) >= 0;
    switch (ends) {
      case APP -> {
        int failures = longRun ? 1 : edit.failures() + 1;
        edit.failures(failures);
        edit.retryAt(pass.now().wall().plus(BackOff.after(failures)));
      }
      case JOB -> {
        if (phase == TaskPhase.FAILED || phase == TaskPhase.KILLED) {
          edit.failures(edit.failures() + 1);
        }
        boolean over = phase == TaskPhase.SUCCEEDED;
        edit.retryAt(
            over ? null : pass.now().wall().plus(BackOff.after(Math.max(1, edit.failures()))));
      }
      case SOLO ->
          edit.retryAt(phase == TaskPhase.LOST ? pass.now().wall().plus(BackOff.FIRST) : null);
    }
  }

  /** The assignment is not there, though the status says so: somebody else's hand. */
  private void vanished(
      TaskRow row, Task task, Place place, @Nullable Report report, UnitBuilder unit) {
    if (report != null) {
      // Its agent will end what is not assigned, and say so.
      pass.notDone(
          row.name().ref(), NotDone.UNREADABLE, "its assignment vanished; it is being ended");
      pass.draft().add(unit, Unit.Lane.TASKS);
      return;
    }
    Key.Assignment key = new Key.Assignment(place.agent(), row.attempt(place.attempt()));
    if (row.assignmentCell(place) == null) {
      unit.guard(PlannedGuard.absent(key));
    }
    lost(row, task, "AssignmentVanished", "Its assignment was deleted by another hand", unit);
  }

  private void lost(TaskRow row, Task task, String reason, String message, UnitBuilder unit) {
    Instant at = pass.now().wall();
    StatusEdit edit = edit(row, Objects.requireNonNull(task.status()));
    edit.phase(TaskPhase.LOST, at, reason, message).end(null, null, at).retryAt(null);
    if (row.currentAssignment() != null) {
      dropAssignment(row, unit);
    }
    write(row, task, edit, unit);
    pass.draft().add(unit, Unit.Lane.TASKS);
  }

  private static void dropAssignment(TaskRow row, UnitBuilder unit) {
    Place place = row.current();
    Cell cell = place == null ? null : row.assignmentCell(place);
    if (cell != null && cell.present() && row.currentAssignment() != null) {
      unit.guard(Cell.unchanged(cell.key(), cell)).delete(cell.key());
    }
  }

  /** The cell of the current attempt's assignment, of a task that is known to have one. */
  private static Cell currentCell(TaskRow row) {
    Place place = Objects.requireNonNull(row.current());
    return Objects.requireNonNull(row.assignmentCell(place));
  }

  private void stop(TaskRow row, Assignment assignment, Wish wish, UnitBuilder unit) {
    Cell cell = currentCell(row);
    unit.guard(Cell.unchanged(cell.key(), cell));
    unit.guard(guards(wish));
    unit.put(cell.key(), assignment.toStop(grace(wish)), Weight.of(assignment.spec()));
  }

  private void write(TaskRow row, Task before, StatusEdit edit, UnitBuilder unit) {
    write(row, before, before, edit, unit);
  }

  private void write(TaskRow row, Task before, Task as, StatusEdit edit, UnitBuilder unit) {
    TaskStatus status = Objects.requireNonNull(before.status());
    edit.conditions(Faults.cleared(status.conditions()));
    Task after = as.withStatus(edit.build());
    if (after.equals(before)) {
      return;
    }
    unit.guard(Cell.unchanged(Candidates.statusKey(row.name()), row.statusCell()));
    if (ends == Ends.SOLO) {
      unit.guard(Cell.sameObject(specKey(row), row.specCell()));
    }
    unit.put(Candidates.statusKey(row.name()), after, 0);
  }

  /** An owned task that is to go says so in its metadata, as a spec would. */
  private Task marked(Task task, Wish wish) {
    if (ends == Ends.SOLO || !(wish instanceof Wish.Remove) || task.metadata().deleting()) {
      return task;
    }
    return task.withMetadata(
        task.metadata().toBuilder().deletionTimestamp(pass.now().wall()).build());
  }

  private static @Nullable Report current(TaskRow row, Task task, Place place) {
    Report report = row.report(place);
    return report != null && report.taskUid().equals(task.metadata().uid()) ? report : null;
  }

  private PlannedGuard goneGuard(String agent) {
    AgentRow row = pass.view().agent(agent);
    return Cell.unchanged(
        new Key.Spec(Kind.AGENT, null, agent), row == null ? null : row.specCell());
  }

  private static Duration replaceAfter(TaskSpec spec) {
    Duration after = spec.replaceAfter();
    return after == null || after.isNegative() ? Duration.ZERO : after;
  }

  private static boolean stops(Wish wish) {
    return switch (wish) {
      case Wish.Run _, Wish.Hold _ -> false;
      case Wish.Restart _, Wish.Stop _, Wish.Remove _ -> true;
    };
  }

  private static @Nullable String reason(Wish wish) {
    return switch (wish) {
      case Wish.Run _, Wish.Hold _ -> null;
      case Wish.Restart(_, String reason) -> reason;
      case Wish.Stop(String reason, _) -> reason;
      case Wish.Remove(String reason, _, _) -> reason;
    };
  }

  private static List<PlannedGuard> guards(Wish wish) {
    return switch (wish) {
      case Wish.Hold _ -> List.of();
      case Wish.Run(Target target) -> target.guards();
      case Wish.Restart(Target target, _) -> target.guards();
      case Wish.Stop(_, List<PlannedGuard> guards) -> guards;
      case Wish.Remove(_, _, List<PlannedGuard> guards) -> guards;
    };
  }

  private static @Nullable Long grace(Wish wish) {
    return wish instanceof Wish.Remove(_, Long seconds, _) ? seconds : null;
  }

  private static StatusEdit edit(TaskRow row, TaskStatus status) {
    return new StatusEdit(row.name().toString(), status);
  }

  static Key specKey(TaskRow row) {
    return new Key.Spec(Kind.TASK, row.name().namespace(), row.name().name());
  }
}
