package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import java.time.Duration;

/**
 * "If more than max(3, 10 %) of the agents are suspect at once, replacing stops" (an agent that was
 * declared gone does not count). A leader may learn of a missing agent late, so that only those
 * count here that are missing for half of {@code lostAfter}; and of these only those that it must
 * take for suspect, or that hold tasks which are still to be replaced.
 */
final class ReplacementBrake implements Invariant {
  private final Rules rules;

  ReplacementBrake(Rules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "replacement-brake";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.created()
          && delta.place() instanceof Place.Assignment(_, AttemptPath path)
          && delta.after() != null
          && delta.after().value() instanceof Value.Assignment made
          && replaces(moment, path, made)) {
        require(moment, delta, findings);
        return; // One look for a whole revision.
      }
    }
  }

  /**
   * Whether the attempt before is given up here, with an agent that is away and was not declared
   * gone. A task that was given up earlier and only waits for room was replaced then.
   */
  private static boolean replaces(Moment moment, AttemptPath path, Value.Assignment made) {
    Held status = moment.before(statusKey(moment, path.task()));
    if (status == null
        || !(status.value() instanceof Value.TaskStatus task)
        || !task.uid().equals(made.uid())
        || !task.active()) {
      return false;
    }
    Tried earlier = moment.world().tried(made.uid(), task.attempt());
    return earlier != null
        && earlier.givenUp()
        && !earlier.declaredGone()
        && earlier.terminal() == null
        && earlier.agent() != null
        && !moment.world().agent(earlier.agent()).gone();
  }

  private static String statusKey(Moment moment, TaskName task) {
    return moment.world().keys().status(KeyLayout.TASKS, task.namespace(), task.name());
  }

  private void require(Moment moment, Delta delta, Findings findings) {
    int missing = 0;
    int ready = 0;
    for (AgentSight agent : moment.world().agents()) {
      if (agent.registration() == null || agent.gone()) {
        continue;
      }
      if (agent.alive()) {
        ready++;
      } else if (missing(moment, agent)) {
        missing++;
      }
    }
    int allowed = Brake.allowed(ready, missing);
    int count = missing;
    int living = ready;
    findings.require(
        count <= allowed,
        name(),
        () ->
            delta.key()
                + " replaces an attempt while "
                + count
                + " agents are missing and "
                + living
                + " live; at most "
                + allowed
                + " may be missing");
  }

  private boolean missing(Moment moment, AgentSight agent) {
    Duration absent = moment.at().minus(agent.absentSince());
    if (absent.compareTo(rules.lostAfter().dividedBy(2)) < 0) {
      return false;
    }
    boolean suspect = absent.compareTo(rules.lostAfter()) < 0 && !agent.phase().equals("Lost");
    return suspect
        || Brake.holdsReplaceable(
            agent,
            entry ->
                Brake.speaksOf(
                    moment.before(statusKey(moment, entry.getKey().task())),
                    entry.getKey(),
                    entry.getValue()));
  }
}
