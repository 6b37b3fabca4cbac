package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * "Every leader transaction compares the create revision of the leader key." The key must be there
 * at that revision, and name the author. A candidate's own write of the leader key is guarded by
 * its absence, and only its holder takes it away.
 */
final class FencedLeader implements Invariant {
  @Override
  public String name() {
    return "fenced-leader";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    if (moment.writer().role() != Writer.Role.CONTROLLER) {
      return;
    }
    String leaderKey = moment.world().keys().leader();
    Held leader = moment.before(leaderKey);
    boolean leads = false;
    for (Delta delta : moment.deltas()) {
      switch (delta.place()) {
        case Place.Leader _ -> election(moment, delta, findings);
        case Place.Status _,
            Place.Assignment _,
            Place.Meta _,
            Place.Spec _,
            Place.Report _,
            Place.Registration _ ->
            leads = true;
        case Place.Barrier _, Place.Alive _, Place.SoftEvent _, Place.Unknown _ -> {}
      }
    }
    if (!leads) {
      return;
    }
    Long fence = moment.createRevision(leaderKey);
    long stands = leader == null ? 0 : leader.entry().createRevision();
    findings.require(
        fence != null
            && fence > 0
            && fence == stands
            && moment.writer().name().equals(name(leader)),
        name(),
        () ->
            moment.writer().name()
                + " wrote "
                + moment.deltas().getFirst().key()
                + (moment.deltas().size() == 1 ? "" : " and others")
                + " fenced by "
                + (fence == null ? "nothing" : "leader revision " + fence)
                + "; the leader key is "
                + (leader == null ? "absent" : "that of " + name(leader) + " since " + stands));
  }

  private void election(Moment moment, Delta delta, Findings findings) {
    String author = moment.writer().name();
    Held held = delta.after() == null ? delta.before() : delta.after();
    boolean absent = delta.deleted() || moment.guardsAbsent(delta.key());
    boolean leased = delta.after() == null || delta.after().entry().lease() != 0;
    findings.require(
        author.equals(name(held)) && absent && leased,
        name(),
        () ->
            author
                + (delta.deleted() ? " deleted" : " wrote")
                + " the leader key of "
                + name(held)
                + (absent ? "" : ", not guarded by its absence")
                + (leased ? "" : ", without a lease"));
  }

  private static String name(@Nullable Held leader) {
    return leader != null && leader.value() instanceof Value.Leader(String controller)
        ? controller
        : "nobody";
  }
}
