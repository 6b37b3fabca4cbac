package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keys with revisions, guarded transactions and a log of what changed. */
public final class FakeStore {

  /** What a key holds. */
  public record Held(Object value, long created, long modified) {}

  /** One change; no value for a deletion. */
  public record Change(Key key, @Nullable Object value, long created, long revision) {}

  private final Map<Key, Held> keys = new LinkedHashMap<>();
  private final List<Change> log = new ArrayList<>();
  private long revision = 1;

  public long revision() {
    return revision;
  }

  public Map<Key, Held> keys() {
    return keys;
  }

  public List<Change> log() {
    return log;
  }

  public Optional<Held> get(Key key) {
    return Optional.ofNullable(keys.get(key));
  }

  /** Puts one key at a revision of its own. */
  public void put(Key key, Object value) {
    revision++;
    set(key, value);
  }

  /** Deletes one key at a revision of its own. */
  public void delete(Key key) {
    if (keys.containsKey(key)) {
      revision++;
      unset(key);
    }
  }

  /** The revision of the transaction, or nothing when a guard failed. */
  public OptionalLong commit(PlannedTxn txn) {
    for (PlannedGuard guard : txn.guards()) {
      Held held = keys.get(guard.key());
      boolean holds =
          switch (guard) {
            case PlannedGuard.CreateRevisionIs(_, long wanted) ->
                (held == null ? 0 : held.created()) == wanted;
            case PlannedGuard.ModRevisionIs(_, long wanted) ->
                (held == null ? 0 : held.modified()) == wanted;
          };
      if (!holds) {
        return OptionalLong.empty();
      }
    }
    revision++;
    for (PlannedWrite write : txn.writes()) {
      switch (write) {
        case PlannedWrite.Put(Key key, Object value) -> set(key, value);
        case PlannedWrite.Delete(Key key) -> unset(key);
      }
    }
    return OptionalLong.of(revision);
  }

  private void set(Key key, Object value) {
    Held before = keys.get(key);
    long created = before == null ? revision : before.created();
    keys.put(key, new Held(value, created, revision));
    log.add(new Change(key, value, created, revision));
  }

  private void unset(Key key) {
    if (keys.remove(key) != null) {
      log.add(new Change(key, null, 0, revision));
    }
  }
}
