package dev.meso.simulation.world;

import dev.meso.simulation.check.Step;
import dev.meso.store.cache.Cache;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Clients that ask controllers for fresh reads: at or after everything that was written when they
 * asked. What a controller then says is compared with what the store held.
 */
final class Readers {
  private static final Duration EVERY = Duration.ofSeconds(7);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final World world;
  private final BiConsumer<String, String> stale;
  private final TreeMap<String, Long> present = new TreeMap<>();
  private long revision;
  private long asked;
  private long answered;
  private boolean over;

  /**
   * Readers of a world.
   *
   * @param stale hears of a controller that showed something too old, and what
   */
  Readers(World world, BiConsumer<String, String> stale) {
    this.world = world;
    this.stale = stale;
  }

  void begin() {
    world.after(EVERY, this::ask);
  }

  /** Nobody asks any more: a fresh read costs a write. */
  void end() {
    over = true;
  }

  /** Follows the store. */
  void onStep(Step step) {
    revision = step.revision();
    for (Change change : step.changes()) {
      switch (change) {
        case Change.Put(Entry entry) -> present.put(entry.key(), entry.modRevision());
        case Change.Deleted(String key, long _) -> present.remove(key);
      }
    }
  }

  /** Reads that were answered. */
  long answered() {
    return answered;
  }

  private void ask() {
    if (over) {
      return;
    }
    world.after(EVERY, this::ask);
    ControllerNode node = world.controllers().get((int) (asked++ % world.controllers().size()));
    Optional<Cache> cache = node.cache();
    if (cache.isEmpty()) {
      return;
    }
    long then = revision;
    // The store's keys at this moment; by the answer there may be newer ones, and none that is
    // older.
    Map<String, Long> keys = new TreeMap<>(present);
    var _ =
        cache
            .get()
            .fresh(DEADLINE)
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    check(node.name(), cache.get(), then, keys);
                  }
                });
  }

  private void check(String controller, Cache cache, long then, Map<String, Long> keys) {
    answered++;
    if (cache.revision() < then) {
      stale.accept(controller, "is at revision " + cache.revision() + ", expected " + then);
      return;
    }
    keys.forEach(
        (key, modRevision) -> {
          long seen = cache.get(key).map(Entry::modRevision).orElse(0L);
          boolean newer = seen > modRevision || !modRevision.equals(present.get(key));
          if (seen != modRevision && !newer) {
            stale.accept(controller, key + " at " + seen + ", expected " + modRevision);
          }
        });
  }
}
