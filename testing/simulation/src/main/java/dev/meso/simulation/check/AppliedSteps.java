package dev.meso.simulation.check;

import dev.meso.store.memory.Applied;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns what a store in memory did into steps: it keeps the revisions and leases of keys itself, so
 * that the store's own history is not asked. Called by the store's scheduler, one call at a time.
 *
 * <p>A store that is set back or replaced has no history that could be checked: that is an error.
 */
public final class AppliedSteps implements Applied.Listener {
  private final Consumer<Step> steps;
  private final Consumer<Duration> storeBack;
  private final Map<String, Entry> present = new LinkedHashMap<>();

  /** One that gives every revision that changed something to {@code steps}. */
  public AppliedSteps(Consumer<Step> steps) {
    this(steps, _ -> {});
  }

  /** One that gives its steps to a checker, and tells it when the store came back. */
  public AppliedSteps(Checker checker) {
    this(checker::observe, checker::storeBack);
  }

  /**
   * One that gives its steps to one, and tells another when the store came back.
   *
   * @param storeBack hears when that was
   */
  public AppliedSteps(Consumer<Step> steps, Consumer<Duration> storeBack) {
    this.steps = steps;
    this.storeBack = storeBack;
  }

  @Override
  public void onApplied(Applied applied) {
    switch (applied) {
      case Applied.Transaction(String author, Txn txn, TxnResult result, Duration at) -> {
        if (result.committed()) {
          give(result.revision(), at, author, txn.guards(), changes(txn, result.revision()));
        }
      }
      case Applied.LeaseEnded(long lease, _, long revision, Duration at) ->
          give(revision, at, Step.LEASE, List.of(), ended(lease, revision));
      case Applied.Disturbed(Disturbance.Up _, Duration at) -> storeBack.accept(at);
      case Applied.Disturbed(Disturbance.SetBack _, _) -> refuse("was set back");
      case Applied.Disturbed(Disturbance.NewCluster _, _) -> refuse("was replaced");
      case Applied.Disturbed _, Applied.LeaseGranted _, Applied.Compaction _ -> {}
    }
  }

  private static void refuse(String what) {
    throw new IllegalStateException("A store that " + what + " cannot be checked");
  }

  private List<Change> changes(Txn txn, long revision) {
    List<Change> changes = new ArrayList<>(txn.writes().size());
    for (Txn.Write write : txn.writes()) {
      switch (write) {
        case Txn.Write.Put(String key, String value, long lease) -> {
          Entry before = present.get(key);
          long created = before == null ? revision : before.createRevision();
          Entry entry = new Entry(key, value, created, revision, lease);
          present.put(key, entry);
          changes.add(new Change.Put(entry));
        }
        case Txn.Write.Delete(String key) -> {
          if (present.remove(key) != null) {
            changes.add(new Change.Deleted(key, revision));
          }
        }
      }
    }
    return changes;
  }

  private List<Change> ended(long lease, long revision) {
    List<String> bound = new ArrayList<>();
    for (Entry entry : present.values()) {
      if (entry.lease() == lease) {
        bound.add(entry.key());
      }
    }
    bound.sort(null);
    present.keySet().removeAll(bound);
    return bound.stream().<Change>map(key -> new Change.Deleted(key, revision)).toList();
  }

  private void give(
      long revision, Duration at, String author, List<Txn.Guard> guards, List<Change> changes) {
    if (!changes.isEmpty()) {
      steps.accept(new Step(revision, at, Optional.of(author), guards, changes));
    }
  }
}
