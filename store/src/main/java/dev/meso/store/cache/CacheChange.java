package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import org.jspecify.annotations.Nullable;

/** One change of one key in the cache, with what was there before. */
public sealed interface CacheChange {
  String key();

  /**
   * The key has a new value. A key that was deleted and created again shows as {@link Deleted} and
   * then as a put without {@code previous}, even when only the difference was seen.
   *
   * @param previous what the cache held for the same life of the key; null when it is new
   */
  record Put(Entry entry, @Nullable Entry previous) implements CacheChange {
    @Override
    public String key() {
      return entry.key();
    }
  }

  /** The key is gone; {@code previous} is what the cache held. */
  record Deleted(Entry previous) implements CacheChange {
    @Override
    public String key() {
      return previous.key();
    }
  }
}
