package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot and what led to it.
 *
 * @param changes in the order of the store, or in key order when two lists were compared
 */
record Continuation(Snapshot snapshot, List<CacheChange> changes) {
  Continuation {
    changes = List.copyOf(changes);
  }

  /**
   * Applies one complete revision. The create revisions prove that nothing was missed: a key that
   * the cache does not hold must be new, one that it holds must be of the same life, and only a
   * held key can be deleted.
   */
  static Continuation apply(Snapshot snapshot, List<Change> revision) throws LostContinuity {
    long at = revision.getFirst().revision();
    if (at <= snapshot.revision()) {
      throw new LostContinuity(
          CacheReset.Why.BACKWARD,
          "a change of revision " + at + " came, " + snapshot.revision() + " is applied already");
    }
    EntryTree entries = snapshot.entries();
    List<CacheChange> changes = new ArrayList<>();
    for (Change change : revision) {
      Optional<Entry> held = entries.get(change.key());
      switch (change) {
        case Change.Put(Entry entry) -> {
          long expected = held.map(Entry::createRevision).orElse(at);
          if (entry.createRevision() != expected) {
            throw gap(change, expected, entry.createRevision());
          }
          entries = entries.with(entry);
          changes.add(new CacheChange.Put(entry, held.orElse(null)));
        }
        case Change.Deleted(String key, long _) -> {
          if (held.isEmpty()) {
            throw gap(change, 0, 0);
          }
          entries = entries.without(key);
          changes.add(new CacheChange.Deleted(held.get()));
        }
      }
    }
    return new Continuation(new Snapshot(at, snapshot.clusterId(), entries), changes);
  }

  private static LostContinuity gap(Change change, long expected, long found) {
    return new LostContinuity(
        CacheReset.Why.GAP,
        change instanceof Change.Deleted
            ? "revision " + change.revision() + " deletes " + change.key() + ", which is not held"
            : "revision "
                + change.revision()
                + " puts "
                + change.key()
                + " created at "
                + found
                + ", expected "
                + expected);
  }

  /** What leads from one state to another of which only the ends are known, in key order. */
  static Continuation between(Snapshot from, Snapshot to) {
    List<Entry> before = from.entries().withPrefix("");
    List<Entry> after = to.entries().withPrefix("");
    List<CacheChange> changes = new ArrayList<>();
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      int order =
          b == before.size()
              ? 1
              : a == after.size() ? -1 : before.get(b).key().compareTo(after.get(a).key());
      if (order < 0) {
        changes.add(new CacheChange.Deleted(before.get(b++)));
      } else if (order > 0) {
        changes.add(new CacheChange.Put(after.get(a++), null));
      } else {
        difference(before.get(b++), after.get(a++), changes);
      }
    }
    return new Continuation(to, changes);
  }

  private static void difference(Entry before, Entry after, List<CacheChange> changes) {
    if (before.createRevision() != after.createRevision()) {
      changes.add(new CacheChange.Deleted(before));
      changes.add(new CacheChange.Put(after, null));
    } else if (!before.equals(after)) {
      changes.add(new CacheChange.Put(after, before));
    }
  }
}
