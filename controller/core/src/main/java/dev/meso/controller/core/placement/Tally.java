package dev.meso.controller.core.placement;

import java.util.EnumMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts refusals, and keeps the one that came nearest; only that one is put into words. */
final class Tally {
  private final Feasibility feasibility;
  private final EnumMap<Predicate, Integer> counts = new EnumMap<>(Predicate.class);
  private int agents;
  private @Nullable Query query;
  private @Nullable AgentRoom nearest;
  private @Nullable Predicate nearestRefused;
  private long nearestMissing;

  Tally(Feasibility feasibility) {
    this.feasibility = feasibility;
  }

  void ask(Query asked, AgentRoom room) {
    agents++;
    Predicate refused = Feasibility.refusal(asked, room);
    if (refused == null) {
      return;
    }
    counts.merge(refused, 1, Integer::sum);
    long missing = Feasibility.missing(refused, asked, room);
    if (nearestRefused == null || nearer(refused, missing, nearestRefused)) {
      query = asked;
      nearest = room;
      nearestRefused = refused;
      nearestMissing = missing;
    }
  }

  Refusals refusals() {
    Veto veto =
        nearest == null || nearestRefused == null || query == null
            ? null
            : feasibility.veto(nearestRefused, query, nearest);
    return new Refusals(agents, new TreeMap<>(counts), veto);
  }

  /** Further down the chain, or less missing; of equals the first by name stays. */
  private boolean nearer(Predicate refused, long missing, Predicate before) {
    int byStage = refused.stage().compareTo(before.stage());
    return byStage != 0 ? byStage > 0 : missing < nearestMissing;
  }
}
