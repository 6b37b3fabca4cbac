package dev.meso.controller.runtime;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.Meta;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the feature level of the stored records. A level that this program does not know ends it:
 * what it would write could be read wrongly by the others. The leader writes the level when there
 * is none.
 */
final class MetaKeeper implements CacheListener {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final Keyspace keyspace;
  private final String key;
  private final Store store;
  private final Cache cache;
  private final Consumer<Throwable> unusable;

  MetaKeeper(Keyspace keyspace, Store store, Cache cache, Consumer<Throwable> unusable) {
    this.keyspace = keyspace;
    this.key = keyspace.text(new Key.Meta());
    this.store = store;
    this.cache = cache;
    this.unusable = unusable;
    cache.subscribe(key, 0, this);
  }

  /**
   * Writes the level unless there is one. Tried once for each office; the next leader tries too.
   */
  void ensure(long fence) {
    if (cache.get(key).isPresent()) {
      return;
    }
    Txn txn =
        new Txn(
            List.of(
                new Txn.Guard.CreateRevisionIs(keyspace.text(new Key.Leader()), fence),
                Txn.Guard.absent(key)),
            List.of(new Txn.Write.Put(key, Json.write(new Meta(Meta.FEATURE_LEVEL)))));
    store.commit(txn, DEADLINE);
  }

  @Override
  public void onRevision(long revision, List<CacheChange> changes) {
    check(changes);
  }

  @Override
  public void onReset(CacheReset reset) {
    check(reset.differences());
  }

  @Override
  public void onExpired(String why) {
    cache.subscribe(key, 0, this);
  }

  private void check(List<CacheChange> changes) {
    for (CacheChange change : changes) {
      if (change instanceof CacheChange.Put(Entry entry, _) && entry.key().equals(key)) {
        check(entry);
      }
    }
  }

  private void check(Entry entry) {
    try {
      int level = Json.read(Meta.class, entry.value()).featureLevel();
      if (level > Meta.FEATURE_LEVEL) {
        unusable.accept(
            new IllegalStateException(
                "Stored records are of feature level "
                    + level
                    + ", this program knows "
                    + Meta.FEATURE_LEVEL
                    + " at most; run a newer version"));
      }
    } catch (MalformedRecord e) {
      unusable.accept(e);
    }
  }
}
