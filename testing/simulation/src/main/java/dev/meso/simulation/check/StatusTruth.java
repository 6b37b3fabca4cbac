package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * "Status never claims what no report said, save the phases that the leader makes": every phase
 * that a task came into was said before by a report of that uid and attempt, or is Pending,
 * Assigned, Stopping or Unreachable. The leader says Killed by itself only of a task that had no
 * place, and Lost only of an attempt that it had lost sight of, whose agent is gone, or whose
 * assignment is not there. Exit code, signal, agent and ports are the report's and the
 * assignment's.
 */
final class StatusTruth implements Invariant {
  @Override
  public String name() {
    return "status-truth";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.place() instanceof Place.Status(_, String namespace, String task)
          && delta.after() != null
          && delta.after().value() instanceof Value.TaskStatus after) {
        Value.TaskStatus before = delta.before() == null ? null : delta.before().task();
        if (before != null && !before.uid().equals(after.uid())) {
          before = null;
        }
        check(moment, delta.key(), new TaskName(namespace, task), before, after, findings);
      }
    }
  }

  private void check(
      Moment moment,
      String key,
      TaskName name,
      Value.@Nullable TaskStatus before,
      Value.TaskStatus after,
      Findings findings) {
    Phase from = before == null ? null : before.phase();
    for (Value.Turn turn : History.fresh(before, after).orElse(List.of())) {
      Phase earlier = from;
      findings.require(
          said(moment, name, earlier, turn, after),
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
    if (end != null && after.phase() == end.phase() && end.phase() != Phase.LOST) {
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

  private static boolean said(
      Moment moment,
      TaskName name,
      @Nullable Phase from,
      Value.Turn turn,
      Value.TaskStatus status) {
    Tried tried = moment.world().tried(status.uid(), turn.attempt());
    if (tried != null && tried.said(turn.phase())) {
      return true;
    }
    return switch (turn.phase()) {
      case PENDING, STOPPING, UNREACHABLE -> true;
      case ASSIGNED -> tried != null && tried.agent() != null;
      case STARTING, RUNNING, SUCCEEDED, FAILED -> false;
      case KILLED -> from == Phase.PENDING;
      case LOST -> from == Phase.UNREACHABLE || lost(moment, name, tried);
    };
  }

  private static boolean lost(Moment moment, TaskName name, @Nullable Tried tried) {
    String agent = tried == null ? null : tried.agent();
    if (tried == null || agent == null) {
      return true;
    }
    String key = moment.world().keys().assignment(agent, new AttemptPath(name, tried.attempt()));
    return moment.world().agent(agent).gone() || moment.before(key) == null;
  }
}
