package dev.meso.controller.core.forecast;

import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.core.state.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A copy of the state that is led on: every transaction counts as carried out, agents do at once
 * what they are told, and time stands still. Not thread-safe.
 */
final class Rehearsal {
  /** Decisions that may follow each other without a write before the state counts as stuck. */
  private static final int IDLE_MAX = 8;

  /** Ahead of every revision that a store will ever give out. */
  private static final long IMAGINED_REVISION = 1L << 60;

  /** Of the uids of tasks that will never be. */
  private static final long SEED = 1;

  private final Decider decider;
  private final ClusterState state;
  private final Now now;
  private final int decisionsMax;
  private long revision = IMAGINED_REVISION;
  private int decisions;

  /** Hears what happens on the way. */
  interface Listener {
    /** A transaction was carried out. */
    void decided(PlannedTxn txn);

    /** The agents have done what they were told so far. */
    void endWave();
  }

  /**
   * Takes office on a state; what was in flight counts as done.
   *
   * @param state a copy that nobody else has; it is used up
   * @param decisionsMax decisions at most
   */
  Rehearsal(Decider decider, ClusterState state, Now now, int decisionsMax) {
    this.decider = decider;
    this.state = state;
    this.now = now;
    this.decisionsMax = decisionsMax;
    state.apply(new Event.Tick(now));
    if (!state.storeReachable()) {
      state.apply(new Event.StoreReachable());
    }
    if (!state.inOffice()) {
      state.apply(new Event.TookOffice("forecast"));
    }
    for (long txn : state.flights()) {
      state.apply(new Event.Acknowledged(txn, ++revision));
    }
  }

  /** Something happens at the next revision. */
  void happen(LongFunction<Event> event) {
    state.apply(event.apply(++revision));
  }

  int decisions() {
    return decisions;
  }

  /**
   * Leads on until nothing is left to do.
   *
   * @param whose the tasks whose agents act
   * @param enough asked after each decision; when it says so, this is the end
   * @return whether nothing was left to do
   */
  boolean rest(Supplier<Collection<TaskName>> whose, Listener listener, BooleanSupplier enough) {
    int idle = 0;
    boolean settled = false;
    while (!settled && decisions < decisionsMax && idle < IDLE_MAX && !enough.getAsBoolean()) {
      Plan plan = decider.decide(state, now, SEED + decisions);
      decisions++;
      state.apply(new Event.Submitted(plan));
      for (PlannedTxn txn : plan.txns()) {
        state.apply(new Event.Acknowledged(txn.id(), ++revision));
        listener.decided(txn);
      }
      idle = plan.txns().isEmpty() ? idle + 1 : 0;
      boolean atOnce = plan.lookAgainIn().filter(Duration.ZERO::equals).isPresent();
      if (plan.txns().isEmpty() && !atOnce) {
        List<Event> said = new ArrayList<>();
        said.addAll(ObedientAgents.step(state, whose.get(), revision, now));
        said.forEach(state::apply);
        revision += said.size();
        idle = 0;
        settled = said.isEmpty();
        listener.endWave();
      }
    }
    return settled;
  }
}
