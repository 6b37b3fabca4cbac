package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * "Status never claims what no report said, save the phases that the leader makes": every phase
 * that a task came into was said before by a report of that uid and attempt, or is Pending,
 * Assigned, Stopping or Unreachable. The leader says Killed by itself only of a task that had no
 * place, and Lost only of an attempt that it had lost sight of, whose agent is gone, or whose
 * assignment is not there; and Failed of an attempt that was killed because it had run for too
 * long. Exit code, signal, agent and ports are the report's and the assignment's.
 */
final class StatusTruth implements Invariant {
  @Override
  public String name() {
    return "status-truth";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (TaskChange task : moment.tasks()) {
      check(moment, task, findings);
    }
  }

  private void check(Moment moment, TaskChange task, Findings findings) {
    String key = task.key();
    Value.TaskStatus after = task.after();
    Phase from = task.before() == null ? null : task.before().phase();
    for (Value.Turn turn : task.fresh()) {
      Phase earlier = from;
      findings.require(
          said(moment, earlier, turn, after),
          name(),
          () ->
              key
                  + " says "
                  + turn.phase().label()
                  + " of attempt "
                  + turn.attempt()
                  + (earlier == null ? "" : " after " + earlier.label())
                  + ", which no report of uid "
                  + after.uid()
                  + " said");
      from = turn.phase();
    }
    Tried tried = moment.world().tried(after.uid(), after.attempt());
    if (tried == null || after.phase() == Phase.PENDING) {
      return;
    }
    Value.Assignment assignment = tried.assignment();
    findings.require(
        assignment == null
            || after.agent() == null
            || (after.agent().equals(tried.agent()) && after.ports().equals(assignment.ports())),
        name(),
        () ->
            key
                + " says agent "
                + after.agent()
                + " and ports "
                + after.ports()
                + ", assigned was "
                + tried
                + " with "
                + (assignment == null ? "nothing" : assignment.ports()));
    Value.Report end = tried.terminal();
    // What the leader ends by itself, a task without a place, has no outcome to take over.
    if (end != null
        && after.phase() == end.phase()
        && end.phase() != Phase.LOST
        && came(task, end.phase())) {
      findings.require(
          Objects.equals(end.exitCode(), after.exitCode())
              && Objects.equals(end.signal(), after.signal()),
          name(),
          () ->
              key
                  + " says exit code "
                  + after.exitCode()
                  + " and signal "
                  + after.signal()
                  + ", reported were "
                  + end.exitCode()
                  + " and "
                  + end.signal());
    }
  }

  /** Whether a record came into a phase, and not from Pending. */
  private static boolean came(TaskChange task, Phase into) {
    Phase from = task.before() == null ? Phase.PENDING : task.before().phase();
    boolean came = false;
    for (Value.Turn turn : task.fresh()) {
      came = turn.phase() == into && from != Phase.PENDING;
      from = turn.phase();
    }
    return came;
  }

  private static boolean said(
      Moment moment, @Nullable Phase from, Value.Turn turn, Value.TaskStatus status) {
    Tried tried = moment.world().tried(status.uid(), turn.attempt());
    if (tried != null && tried.said(turn.phase())) {
      return true;
    }
    return switch (turn.phase()) {
      case PENDING, STOPPING, UNREACHABLE -> true;
      case ASSIGNED -> tried != null && tried.agent() != null;
      case STARTING, RUNNING, SUCCEEDED -> false;
      case FAILED -> status.late() && tried != null && tried.said(Phase.KILLED);
      case KILLED -> from == Phase.PENDING;
      case LOST -> from == Phase.UNREACHABLE || lost(moment, tried);
    };
  }

  private static boolean lost(Moment moment, @Nullable Tried tried) {
    String agent = tried == null ? null : tried.agent();
    if (tried == null || agent == null) {
      return true;
    }
    String key =
        moment.world().keys().assignment(agent, new AttemptPath(tried.task(), tried.attempt()));
    return moment.world().agent(agent).gone() || moment.before(key) == null;
  }
}
