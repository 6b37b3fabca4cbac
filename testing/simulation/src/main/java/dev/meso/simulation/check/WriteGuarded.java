package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;

/**
 * "API servers only, each write guarded by mod-revision"; "creation guards both keys absent and the
 * namespace present and not terminating"; "every report transaction compares the session key's
 * create revision", and so does a registration; a session never takes an alive key over from
 * another, so that key is only made where there is none, and is bound to a lease.
 */
final class WriteGuarded implements Invariant {
  @Override
  public String name() {
    return "write-guarded";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      switch (moment.writer().role()) {
        case USER -> {
          if (delta.place() instanceof Place.Spec place) {
            user(moment, delta, place, findings);
          }
        }
        case AGENT -> agent(moment, delta, findings);
        case CONTROLLER, LEASE, UNKNOWN -> {}
      }
    }
  }

  private void user(Moment moment, Delta delta, Place.Spec place, Findings findings) {
    findings.require(
        moment.guardsWrites(delta.key()),
        name(),
        () -> moment.writer().name() + " wrote " + delta.key() + " without a guard on it");
    Value.Spec made = delta.after() == null ? null : delta.after().spec();
    if (!delta.created()
        || made == null
        || made.intent()
        || place.plural().equals(KeyLayout.AGENTS)) {
      return;
    }
    KeyLayout keys = moment.world().keys();
    String status = keys.status(place.plural(), place.namespace(), place.name());
    findings.require(
        moment.guardsAbsent(status),
        name(),
        () -> delta.key() + " was created without the guard that " + status + " is absent");
    if (!place.namespace().isEmpty()) {
      String namespace = keys.spec(KeyLayout.NAMESPACES, "", place.namespace());
      Held there = moment.before(namespace);
      Value.Spec spec = there == null ? null : there.spec();
      findings.require(
          spec != null && !spec.deleting(),
          name(),
          () ->
              delta.key()
                  + " was created in a namespace that is "
                  + (spec == null ? "absent" : "terminating"));
    }
  }

  private void agent(Moment moment, Delta delta, Findings findings) {
    switch (delta.place()) {
      case Place.Report(String agent, _) -> session(moment, delta, agent, findings);
      case Place.Registration(String agent) -> session(moment, delta, agent, findings);
      case Place.Alive _ -> {
        boolean leased = delta.after() == null || delta.after().entry().lease() != 0;
        boolean guarded =
            delta.deleted()
                ? moment.createRevision(delta.key()) != null
                : moment.guardsAbsent(delta.key());
        findings.require(
            leased && guarded,
            name(),
            () -> delta.key() + " was written" + (leased ? " over another" : " without a lease"));
      }
      default -> {}
    }
  }

  private void session(Moment moment, Delta delta, String agent, Findings findings) {
    String alive = moment.world().keys().alive(agent);
    Long session = moment.createRevision(alive);
    Held stands = moment.before(alive);
    long present = stands == null ? 0 : stands.entry().createRevision();
    findings.require(
        session != null && session > 0 && session == present,
        name(),
        () ->
            delta.key()
                + " was written under "
                + (session == null ? "no session" : "session " + session)
                + ", the alive key is "
                + (present == 0 ? "absent" : "of " + present));
  }
}
