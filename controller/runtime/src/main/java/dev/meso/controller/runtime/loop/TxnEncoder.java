package dev.meso.controller.runtime.loop;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.codec.Stored;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns planned transactions into transactions of the store and fences them. Fields of a stored
 * record that this version does not know are kept: they are taken from what the cache holds or,
 * where the cache is still behind, from what was written or read since. Used by one thread.
 */
final class TxnEncoder {
  /** Transactions of our own of which is remembered that they wrote nothing but our records. */
  static final int PLAIN_MAX = 1 << 16;

  private final Keyspace keyspace;
  private final Function<String, Optional<Entry>> stored;

  /** What the cache has not seen yet: at most what is in flight, and what the watch lags behind. */
  private final Map<String, Entry> ahead = new HashMap<>();

  /** What is being written, as text and as what it was made from; as long as it is in flight. */
  private final Map<String, Sent> sent = new HashMap<>();

  /**
   * Revisions at which a transaction of ours wrote nothing but what this version knows: no other
   * transaction has them, so whatever was written then need not be read to be written again.
   */
  private final Set<Long> plain =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > PLAIN_MAX;
            }
          });

  /**
   * A write.
   *
   * @param plain whether the text holds nothing but the value
   */
  private record Sent(String text, Object value, boolean plain) {}

  /**
   * An encoder.
   *
   * @param stored looks up what a key held last, for the fields that we do not know
   */
  TxnEncoder(Keyspace keyspace, Function<String, Optional<Entry>> stored) {
    this.keyspace = keyspace;
    this.stored = stored;
  }

  /** The transaction, which is refused unless the leader key was created at {@code fence}. */
  Txn fenced(PlannedTxn planned, long fence) {
    List<Txn.Guard> guards = new ArrayList<>(planned.guards().size() + 1);
    guards.add(new Txn.Guard.CreateRevisionIs(leaderKey(), fence));
    for (PlannedGuard guard : planned.guards()) {
      String key = keyspace.text(guard.key());
      guards.add(
          switch (guard) {
            case PlannedGuard.CreateRevisionIs(_, long revision) ->
                new Txn.Guard.CreateRevisionIs(key, revision);
            case PlannedGuard.ModRevisionIs(_, long revision) ->
                new Txn.Guard.ModRevisionIs(key, revision);
          });
    }
    List<Txn.Write> writes = new ArrayList<>(planned.writes().size());
    Map<Key, Long> revisions = revisions(planned);
    for (PlannedWrite write : planned.writes()) {
      String key = keyspace.text(write.key());
      writes.add(
          switch (write) {
            case PlannedWrite.Put(_, Object value) -> {
              Sent made = made(key, value, revisions.getOrDefault(write.key(), 0L));
              sent.put(key, made);
              yield new Txn.Write.Put(key, made.text());
            }
            case PlannedWrite.Delete _ -> new Txn.Write.Delete(key);
          });
    }
    // Most are not refused; of those that are, the other keys are read afterwards.
    return new Txn(guards, writes, Set.of(leaderKey()));
  }

  /** What an entry was written from, if it is a write of ours that is in flight. */
  Optional<Object> source(Entry entry) {
    Sent write = sent.get(entry.key());
    return write != null && write.text().equals(entry.value())
        ? Optional.of(write.value())
        : Optional.empty();
  }

  /** A transaction is not in flight any more. */
  void ended(Txn txn) {
    txn.writes().forEach(write -> sent.remove(write.key()));
  }

  /** Remembers what a transaction wrote, until the cache has it too. */
  void written(Txn txn, long revision) {
    boolean known = true;
    for (Txn.Write write : txn.writes()) {
      if (write instanceof Txn.Write.Put(String key, String value, long lease)) {
        ahead.put(key, new Entry(key, value, 0, revision, lease));
        Sent made = sent.get(key);
        known &= made != null && made.plain();
      } else {
        ahead.remove(write.key());
      }
    }
    if (known) {
      plain.add(revision);
    }
  }

  /** Remembers what was read past the cache. */
  void read(Entry entry) {
    ahead.put(entry.key(), entry);
  }

  /**
   * The cache tells of this key, as it is since {@code revision}; says whether that is what an
   * answer told of before.
   */
  boolean seen(String key, long revision) {
    Entry known = ahead.get(key);
    if (known != null && known.modRevision() <= revision) {
      ahead.remove(key);
    }
    return known != null && known.modRevision() == revision;
  }

  /** Forgets what it remembered. */
  void forget() {
    ahead.clear();
    sent.clear();
    plain.clear(); // Revisions of another history may be the same numbers.
  }

  String leaderKey() {
    return keyspace.text(new Key.Leader());
  }

  /** The mod revisions that keys are guarded to have; 0 for one that is to be absent. */
  private static Map<Key, Long> revisions(PlannedTxn planned) {
    Map<Key, Long> revisions = new HashMap<>();
    for (PlannedGuard guard : planned.guards()) {
      if (guard instanceof PlannedGuard.ModRevisionIs(Key guarded, long revision)) {
        revisions.put(guarded, revision);
      }
    }
    return revisions;
  }

  private Sent made(String key, Object value, long revision) {
    Optional<Entry> before =
        revision == 0 || plain.contains(revision)
            ? Optional.empty()
            : Optional.ofNullable(ahead.get(key))
                .filter(entry -> entry.modRevision() == revision)
                .or(() -> stored.apply(key).filter(entry -> entry.modRevision() == revision));
    return before.isPresent() && value instanceof Record changed
        ? overlaid(before.get().value(), changed)
        : new Sent(Json.write(value), value, true);
  }

  @SuppressWarnings("unchecked") // the class of a T is a Class<T>
  private static <T extends Record> Sent overlaid(String before, T value) {
    Class<T> type = (Class<T>) value.getClass();
    try {
      // Nearly always the record is one of our own, with nothing in it that we do not know.
      return Json.write(Json.read(type, before)).equals(before)
          ? new Sent(Json.write(value), value, true)
          : new Sent(Stored.read(type, before).write(value), value, false);
    } catch (MalformedRecord _) {
      // What cannot be read has no fields to keep.
      return new Sent(Json.write(value), value, true);
    }
  }
}
