package dev.meso.controller.core.workload;

import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.allocation.Backfill;
import dev.meso.controller.core.allocation.Denial;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.allocation.Refusal;
import dev.meso.controller.core.placement.Refusals;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Unit;
import dev.meso.controller.core.workload.Candidates.Candidate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes down why tasks wait. */
final class Waiters {
  /** Demands of one decision for which every agent is asked why; it costs a look at all of them. */
  static final int ASKED_MAX = 16;

  private final Pass pass;
  private final Map<Object, Refusals> asked = new LinkedHashMap<>();

  Waiters(Pass pass) {
    this.pass = pass;
  }

  void refuse(Candidate candidate, Ask ask, Refusal why) {
    ObjectRef origin = candidate.origin();
    NotDone reason = reason(candidate, ask, why);
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .phase(
                TaskPhase.PENDING, pass.now().wall(), reason.reason(), message(candidate, reason))
            .nominated(null)
            .conditions(Faults.cleared(before.conditions()))
            .build();
    pending(candidate, status);
    pass.draft().unplaced(origin, ask);
    pass.draft().notDone(candidate.name().ref(), reason);
    pass.draft().notDone(origin, reason);
  }

  /** A volume keeps it from being placed anywhere: it waits until that volume changes. */
  void hinder(Candidate candidate, NotDone why) {
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .phase(TaskPhase.PENDING, pass.now().wall(), why.reason(), why.message())
            .nominated(null)
            .conditions(Faults.cleared(before.conditions()))
            .build();
    pending(candidate, status);
    pass.draft().notDone(candidate.name().ref(), why);
    pass.draft().notDone(candidate.origin(), why);
  }

  /** A demand that cannot be worked out: the task waits until what it is made from changes. */
  void fault(Candidate candidate, String message) {
    TaskStatus before = Objects.requireNonNull(candidate.pending().status());
    TaskStatus status =
        new StatusEdit(candidate.name().toString(), before)
            .conditions(Faults.with(before.conditions(), message, pass.now().wall(), null))
            .build();
    pending(candidate, status);
    pass.notDone(candidate.name().ref(), NotDone.FAULTED, message);
  }

  private void pending(Candidate candidate, TaskStatus status) {
    Task after = candidate.pending().withStatus(status);
    if (!after.equals(candidate.stored())) {
      candidate.unit().put(Candidates.statusKey(candidate.name()), after, 0);
    }
    pass.draft().add(candidate.unit(), Unit.Lane.TASKS);
  }

  private NotDone reason(Candidate candidate, Ask ask, Refusal why) {
    return switch (why) {
      case Refusal.NoAgent() -> noAgent(candidate, ask);
      case Refusal.Denied(Denial denial) -> {
        String sentence = denial.sentence(pass.view().rooms().dimensions());
        yield new NotDone(NotDone.QUEUE_FULL, sentence, null);
      }
      case Refusal.Kept(Backfill.Start start) -> kept(candidate, start);
      case Refusal.Incomplete(int placed, int needed, Refusal then, Instant latest) -> {
        NotDone cause = reason(candidate, ask, then);
        yield new NotDone(
            NotDone.GANG_INCOMPLETE,
            placed
                + " of the "
                + needed
                + " tasks that must start together have room; for the next: "
                + cause.message()
                + (latest == null
                    ? ""
                    : "; enough must have ended at " + latest + ", and that room is kept for it"),
            cause.refusals());
      }
      case Refusal.NoQueue(String queue) ->
          new NotDone(NotDone.QUEUE_UNKNOWN, "there is no queue " + queue, null);
    };
  }

  private NotDone kept(Candidate candidate, Backfill.Start start) {
    // Should what was to end by then not have ended, nothing is kept any longer.
    pass.lookAt(Alarm.of(candidate.origin()), start.latest().plus(Departure.OVERDUE));
    String sentence =
        "there is room, but it is kept for the gang of "
            + start.gang().origin()
            + ", which can start at "
            + start.latest()
            + " at the latest; what must end by then (activeDeadlineSeconds) may use it";
    return new NotDone(NotDone.ROOM_KEPT, sentence, null);
  }

  /** Every agent is asked once for a demand, and not when the status says it already. */
  private NotDone noAgent(Candidate candidate, Ask ask) {
    Object alike = ask.demand().alike();
    Refusals known = asked.get(alike);
    if (known == null
        && asked.size() < ASKED_MAX
        && said(candidate, NotDone.UNSCHEDULABLE) == null) {
      known = pass.view().rooms().refusals(ask.demand());
      asked.put(alike, known);
    }
    String sentence = known == null ? "no agent has room for it" : known.sentence();
    return new NotDone(
        NotDone.UNSCHEDULABLE, sentence + homes(ask.demand().shape().homes()), known);
  }

  private static String homes(SortedMap<String, String> homes) {
    StringBuilder text = new StringBuilder();
    homes.forEach(
        (volume, agent) ->
            text.append("; volume ")
                .append(volume)
                .append(" is on agent ")
                .append(agent)
                .append(" and cannot move"));
    return text.toString();
  }

  /**
   * What the status says. It keeps what was said at the first try: the counts change with every
   * agent and every task, and an explanation has the present ones.
   */
  private static @Nullable String message(Candidate candidate, NotDone reason) {
    String said = said(candidate, reason.reason());
    return said != null ? said : "Found no place when it was first tried: " + reason.message();
  }

  private static @Nullable String said(Candidate candidate, String reason) {
    Task task = candidate.stored();
    TaskStatus stored = task == null ? null : task.status();
    return stored != null
            && stored.phase() == TaskPhase.PENDING
            && reason.equals(stored.reason())
            && Objects.equals(stored.templateRevision(), candidate.target().revision())
        ? stored.message()
        : null;
  }
}
