package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import org.jspecify.annotations.Nullable;

/**
 * "Stop is a protocol: {@code desired: stop} → the agent ends it within its grace period → terminal
 * report → the leader removes the assignment and only then frees resources and ports → the agent
 * removes its report." So an assignment goes only when a terminal report of its attempt was there,
 * or an admin declared its agent gone; the outcome is in the status by then ({@code
 * outcome-recorded}), unless the attempt was given up, or the task went on or away; and a report
 * goes only when the assignment that it answers is gone ({@code report-kept}).
 */
final class StopProtocol implements Invariant {
  static final String OUTCOME = "outcome-recorded";
  static final String REPORT = "report-kept";

  @Override
  public String name() {
    return "stop-protocol";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      Held before = delta.before();
      if (before == null) {
        continue;
      }
      if (delta.place() instanceof Place.Assignment(String agent, var path)
          && delta.deleted()
          && before.value() instanceof Value.Assignment made) {
        released(moment, delta, agent, path.task(), path.attempt(), made, findings);
      } else if (delta.place() instanceof Place.Report(String agent, var path)
          && before.value() instanceof Value.Report said) {
        Value.Report now = delta.after() == null ? null : delta.after().report();
        if (now == null || !now.uid().equals(said.uid())) {
          Held assigned = moment.world().get(moment.world().keys().assignment(agent, path));
          forgotten(delta.key(), said, assigned, findings);
        }
      }
    }
  }

  private void released(
      Moment moment,
      Delta delta,
      String agent,
      TaskName task,
      long attempt,
      Value.Assignment made,
      Findings findings) {
    World world = moment.world();
    Tried tried = world.tried(made.uid(), attempt);
    Value.Report end = tried == null ? null : tried.terminal();
    findings.require(
        end != null || world.agent(agent).gone(),
        name(),
        () -> delta.key() + " was removed before its agent had reported the end");
    if (tried != null && end != null) {
      Value.TaskStatus status = world.task(task).status(made.uid());
      findings.require(
          tried.givenUp() || recorded(status, attempt, end),
          OUTCOME,
          () ->
              delta.key()
                  + " was removed, its end "
                  + end.phase().label()
                  + " is not in the status, which says "
                  + (status == null ? "nothing" : status.phase().label()));
    }
  }

  private static boolean recorded(
      Value.@Nullable TaskStatus status, long attempt, Value.Report end) {
    if (status == null || status.attempt() > attempt) {
      return true;
    }
    // Behind an end the same attempt may only wait for its successor.
    return status.attempt() == attempt
        && (status.phase() == end.phase()
            || status.phase() == Phase.PENDING
            || (end.phase() == Phase.KILLED && status.late()));
  }

  private static void forgotten(
      String key, Value.Report said, @Nullable Held assigned, Findings findings) {
    boolean answers =
        assigned != null
            && assigned.value() instanceof Value.Assignment made
            && made.uid().equals(said.uid());
    findings.require(
        !answers, REPORT, () -> key + " was removed while its assignment is still there");
  }
}
