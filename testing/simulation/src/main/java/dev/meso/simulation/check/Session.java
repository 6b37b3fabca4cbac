package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;

/**
 * "Every report transaction compares the session key's create revision, which fences a duplicate or
 * resumed agent": reports and registrations are written only while the agent's alive key stands,
 * and an alive key is never written over. Needs neither authors nor guards; a leader may clear
 * reports of an agent that is gone, and the registration of one that was deleted.
 */
final class Session implements Invariant {
  @Override
  public String name() {
    return "session";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      switch (delta.place()) {
        case Place.Report(String agent, _) -> stands(moment, delta, agent, findings);
        case Place.Registration(String agent) -> stands(moment, delta, agent, findings);
        case Place.Alive _ ->
            findings.require(
                delta.created() || delta.deleted(),
                name(),
                () -> delta.key() + " was written over, the session before had not ended");
        default -> {}
      }
    }
  }

  private void stands(Moment moment, Delta delta, String agent, Findings findings) {
    if (delta.deleted() && moment.world().agent(agent).gone()) {
      return;
    }
    boolean removed = delta.deleted() && delta.place() instanceof Place.Registration;
    findings.require(
        removed || moment.before(moment.world().keys().alive(agent)) != null,
        name(),
        () -> delta.key() + " was written while the agent has no alive key");
  }
}
