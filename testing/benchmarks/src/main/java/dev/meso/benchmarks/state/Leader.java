package dev.meso.benchmarks.state;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.record.Records;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The state and the decisions of a leader, without a store: what it writes lands at once. */
final class Leader {
  private static final int ROUNDS_MAX = 100_000;

  final ClusterState state = new ClusterState();
  private final Decider decider = new Decider(Decider.LOST_AFTER, Placer.by(Scoring.PACK));
  private Now now = new Now(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1));
  private long revision = 1;

  /** What deciding cost. */
  static final class Cost {
    int decisions;
    long writes;
    long nanos;
    long longest;
  }

  Leader() {
    state.apply(new Event.Tick(now));
  }

  /** Hears of a record as a watch tells it: as text, which is read. */
  void hear(Key key, String json) {
    revision++;
    Class<?> type = Records.typeOf(key).orElseThrow();
    state.apply(new Event.Put(key, Json.read(type, json), revision, revision));
  }

  void takeOffice() {
    state.apply(new Event.RevisionApplied(revision));
    state.apply(new Event.TookOffice("c1"));
  }

  /** Decides once and takes its writes in; says whether anything was written or left to look at. */
  boolean decide(Cost cost, Consumer<PlannedWrite> ear) {
    long began = System.nanoTime();
    Plan plan = decider.decide(state, now, 7);
    state.apply(new Event.Submitted(plan));
    long took = System.nanoTime() - began;
    cost.decisions++;
    cost.nanos += took;
    cost.longest = Math.max(cost.longest, took);
    int writes = 0;
    for (PlannedTxn txn : plan.txns()) {
      txn.writes().forEach(ear);
      writes += txn.writes().size();
      state.apply(new Event.Acknowledged(txn.id(), ++revision));
    }
    state.apply(new Event.RevisionApplied(revision));
    cost.writes += writes;
    boolean more = plan.lookAgainIn().filter(Duration.ZERO::equals).isPresent();
    if (writes == 0 && more) {
      now = now.plus(Duration.ofMillis(1));
      state.apply(new Event.Tick(now));
    }
    return writes > 0 || more;
  }

  /** Decides until nothing is left to write. */
  Cost settle(Consumer<PlannedWrite> ear) {
    Cost cost = new Cost();
    for (int quiet = 0; quiet < 2; ) {
      quiet = decide(cost, ear) ? 0 : quiet + 1;
      if (cost.decisions > ROUNDS_MAX) {
        throw new IllegalStateException("expected to settle in " + ROUNDS_MAX + " decisions");
      }
    }
    return cost;
  }

  Now now() {
    return now;
  }

  Instant wall() {
    return now.wall();
  }
}
