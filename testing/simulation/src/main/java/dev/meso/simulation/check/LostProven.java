package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import java.time.Duration;

/**
 * "An agent whose alive key vanished is Suspect, not lost. It is lost after {@code lostAfter} of
 * the leader's monotonic time in which the store was continuously reachable; a new leader, an
 * outage or a watch gap restarts the clocks." So when a leader writes that an agent is lost, or
 * that a task cannot be reached, or lets it go with its agent, the alive key has been missing for
 * that long, the leader is that old, and the store has been up for that long.
 */
final class LostProven implements Invariant {
  private final Rules rules;
  private Duration storeBack = Duration.ZERO;

  LostProven(Rules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "lost-proven";
  }

  /** The store can be reached again, since now. */
  void storeBack(Duration at) {
    storeBack = at;
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (TaskChange task : moment.tasks()) {
      for (Value.Turn turn : task.fresh()) {
        if (turn.phase() == Phase.UNREACHABLE && turn.agent() != null) {
          proven(moment, task.key(), turn.agent(), findings);
        }
      }
    }
    for (Delta delta : moment.deltas()) {
      if (delta.before() != null
          && delta.deleted()
          && delta.before().value() instanceof Value.TaskStatus task) {
        left(moment, delta.key(), task, findings);
      }
      if (delta.place() instanceof Place.Status(String plural, _, String agent)
          && plural.equals(KeyLayout.AGENTS)
          && delta.after() != null
          && phase(delta.after()).equals("Lost")
          && (delta.before() == null || !phase(delta.before()).equals("Lost"))) {
        proven(moment, delta.key(), agent, findings);
      }
    }
  }

  /** A task that goes before its attempt has ended was given up with its agent. */
  private void left(Moment moment, String key, Value.TaskStatus task, Findings findings) {
    Tried tried = moment.world().tried(task.uid(), task.attempt());
    String agent = tried == null ? null : tried.agent();
    if (tried != null
        && agent != null
        && tried.assigned()
        && !tried.givenUp()
        && tried.terminal() == null
        && !moment.world().agent(agent).alive()
        && !moment.world().agent(agent).gone()) {
      proven(moment, key, agent, findings);
    }
  }

  private void proven(Moment moment, String key, String name, Findings findings) {
    AgentSight agent = moment.world().agent(name);
    Held leader = moment.world().leader();
    Duration leads = leader == null ? Duration.ZERO : leader.since();
    Duration from = max(storeBack, max(agent.absentSince(), leads));
    Duration proof = moment.at().minus(from).plus(rules.slack());
    findings.require(
        !agent.alive() && proof.compareTo(rules.lostAfter()) >= 0,
        name(),
        () ->
            key
                + " takes "
                + name
                + " for lost; "
                + (agent.alive()
                    ? "its alive key stands"
                    : "its alive key is missing since "
                        + agent.absentSince()
                        + ", the leader leads since "
                        + leads
                        + ", the store is up since "
                        + storeBack));
  }

  private static String phase(Held held) {
    return held.value() instanceof Value.Status status ? status.phase() : "";
  }

  private static Duration max(Duration one, Duration two) {
    return one.compareTo(two) >= 0 ? one : two;
  }
}
