package dev.meso.store.memory;

import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.Txn;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.Txn.Write;
import dev.meso.store.port.TxnResult;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store does with requests that have reached it: answers, or throws {@link StoreException}.
 * Time is an argument.
 *
 * <p>Not thread-safe.
 */
final class Engine {
  private final long clusterId;
  private final History history = new History();
  private final Leases leases;

  Engine(long clusterId, Leases leases) {
    this.clusterId = clusterId;
    this.leases = leases;
  }

  long clusterId() {
    return clusterId;
  }

  History history() {
    return history;
  }

  RangeResult range(RangeRequest request) {
    long revision = history.revision();
    if (request.revision() > revision) {
      throw missing("Read", request.revision(), "is in the future, the store is at " + revision);
    }
    if (request.revision() > 0 && request.revision() < history.compacted()) {
      throw missing(
          "Read", request.revision(), "was compacted, the oldest is " + history.compacted());
    }
    long at = request.revision() == 0 ? revision : request.revision();
    List<Entry> found = new ArrayList<>();
    boolean more = false;
    if (request.prefix()) {
      boolean first = request.after().isEmpty();
      String from = first ? request.key() : request.after();
      found.addAll(history.at(at, request.key(), from, first, request.limit() + 1));
      more = found.size() > request.limit();
      if (more) {
        found.removeLast();
      }
    } else {
      Entry entry = history.at(at, request.key());
      if (entry != null) {
        found.add(entry);
      }
    }
    if (request.keysOnly()) {
      found.replaceAll(Engine::withoutValue);
    }
    return new RangeResult(found, more, revision, clusterId);
  }

  TxnResult commit(Txn txn) {
    Optional<String> refusal = txn.refusal();
    if (refusal.isPresent()) {
      throw rejected(refusal.get());
    }
    for (Guard guard : txn.guards()) {
      if (!holds(guard)) {
        return new TxnResult(false, history.revision(), present(txn.readIfRefused()));
      }
    }
    for (Write write : txn.writes()) {
      if (write instanceof Write.Put(String key, _, long lease)
          && lease != 0
          && !leases.has(lease)) {
        throw rejected("Put of " + key + " needs lease " + lease + ", which does not exist");
      }
    }
    List<Change> changes = new ArrayList<>();
    long next = history.revision() + 1;
    for (Write write : txn.writes()) {
      Entry before = history.present(write.key());
      switch (write) {
        case Write.Put(String key, String value, long lease) -> {
          long created = before == null ? next : before.createRevision();
          changes.add(new Change.Put(new Entry(key, value, created, next, lease)));
          leases.bind(key, before == null ? 0 : before.lease(), lease);
        }
        case Write.Delete(String key) -> {
          if (before != null) {
            changes.add(new Change.Deleted(key, next));
            leases.bind(key, before.lease(), 0);
          }
        }
      }
    }
    history.append(changes);
    return new TxnResult(true, history.revision(), List.of());
  }

  /** Ends a lease and deletes its keys; false when there is no such lease. */
  boolean end(long lease) {
    Optional<List<String>> keys = leases.end(lease);
    keys.ifPresent(
        bound -> {
          long next = history.revision() + 1;
          history.append(bound.stream().<Change>map(k -> new Change.Deleted(k, next)).toList());
        });
    return keys.isPresent();
  }

  /** Forgets revisions; false when they were forgotten already. */
  boolean compact(long revision) {
    if (revision > history.revision()) {
      throw missing("Compact", revision, "is in the future, the store is at " + history.revision());
    }
    if (revision <= history.compacted()) {
      return false;
    }
    history.compact(revision);
    return true;
  }

  /** Goes back by so many revisions, not beyond the last compaction. */
  void setBack(long revisions, Duration now) {
    long oldest = Math.max(1, history.compacted());
    history.setBack(Math.max(oldest, history.revision() - revisions));
    List<Entry> all = history.at(history.revision(), "", "", true, Integer.MAX_VALUE);
    leases.rebind(all, now);
  }

  private boolean holds(Guard guard) {
    Entry entry = history.present(guard.key());
    return switch (guard) {
      case Guard.CreateRevisionIs(_, long is) -> is == (entry == null ? 0 : entry.createRevision());
      case Guard.ModRevisionIs(_, long is) -> is == modRevision(entry);
      case Guard.ModRevisionBelow(_, long bound) -> modRevision(entry) < bound;
      case Guard.Present(_) -> entry != null;
    };
  }

  private List<Entry> present(Set<String> keys) {
    List<Entry> present = new ArrayList<>();
    for (String key : keys) {
      Entry entry = history.present(key);
      if (entry != null) {
        present.add(entry);
      }
    }
    return present;
  }

  private static long modRevision(@Nullable Entry entry) {
    return entry == null ? 0 : entry.modRevision();
  }

  private static Entry withoutValue(Entry entry) {
    return new Entry(entry.key(), "", entry.createRevision(), entry.modRevision(), entry.lease());
  }

  private static StoreException missing(String verb, long revision, String why) {
    return new StoreException(
        StoreException.Kind.COMPACTED, verb + " at revision " + revision + ": it " + why, null);
  }

  static StoreException rejected(String message) {
    return new StoreException(StoreException.Kind.REJECTED, message, null);
  }
}
