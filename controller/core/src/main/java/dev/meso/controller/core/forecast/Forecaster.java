package dev.meso.controller.core.forecast;

import dev.meso.api.key.Key;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.core.state.TaskName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Tries changes on a copy of the state: decides, takes every transaction for carried out, lets the
 * agents do at once what they are told for the tasks of the proposed objects, and decides again,
 * until nothing is left to do or {@value #DECISIONS_MAX} decisions were made.
 *
 * <p>Time stands still: a task that backs off stays where it is, a Job's tasks do not end, and the
 * tasks of other objects neither come nor go by themselves. On a follower, whose clocks do not run,
 * an agent that is missing counts as missing, never as lost.
 *
 * <p>Immutable; each call works for itself, on any one thread.
 */
public final class Forecaster {

  /** Decisions of one forecast at most; a rolling update takes a few for each wave. */
  public static final int DECISIONS_MAX = 2_000;

  private final Decider decider;
  private final Explain explain;

  /** Forecasts what this decider would do, explained by that explanation. */
  public Forecaster(Decider decider, Explain explain) {
    this.decider = decider;
    this.explain = explain;
  }

  /**
   * What would come of these changes.
   *
   * @param state a copy that nobody else has; it is used up
   * @param proposed objects as they would be written, each once
   * @param enough asked after each decision; when it says so, the forecast ends where it is
   */
  public Forecast forecast(
      ClusterState state, List<Proposed> proposed, Now now, BooleanSupplier enough) {
    Rehearsal rehearsal = new Rehearsal(decider, state, now, DECISIONS_MAX);
    SortedMap<ObjectRef, Tally> tallies = new TreeMap<>();
    for (Proposed change : proposed) {
      if (Tally.counts(change.ref().kind())) {
        tallies.put(change.ref(), new Tally(change.ref(), state));
      }
    }
    for (Proposed change : proposed) {
      rehearsal.happen(revision -> put(change, revision));
    }
    boolean settled =
        rehearsal.rest(() -> tasks(state, tallies.keySet()), new All(tallies.values()), enough);
    List<Outlook> outlooks = new ArrayList<>();
    for (Proposed change : proposed) {
      Tally tally = tallies.get(change.ref());
      if (tally != null) {
        outlooks.add(tally.outlook(state, explain, now));
      }
    }
    return new Forecast(settled, rehearsal.decisions(), outlooks);
  }

  private static Collection<TaskName> tasks(ClusterState state, Collection<ObjectRef> refs) {
    List<TaskName> names = new ArrayList<>();
    refs.forEach(ref -> names.addAll(ObedientAgents.tasks(state, ref)));
    return names;
  }

  /** Tells all tallies. */
  private record All(Collection<Tally> tallies) implements Rehearsal.Listener {
    @Override
    public void decided(PlannedTxn txn) {
      tallies.forEach(tally -> tally.decided(txn));
    }

    @Override
    public void endWave() {
      tallies.forEach(Tally::endWave);
    }
  }

  private static Event put(Proposed change, long revision) {
    ApiObject object = change.object();
    ObjectRef ref = change.ref();
    long created = change.createRevision() == 0 ? revision : change.createRevision();
    return new Event.Put(
        new Key.Spec(ref.kind(), ref.namespaceOrNull(), ref.name()), object, created, revision);
  }
}
