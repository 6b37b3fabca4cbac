package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import java.util.List;

/**
 * The keys with a prefix as they were at one revision.
 *
 * @param entries in key order
 * @param revision at which they were so; 0 before the first list
 */
public record CacheList(List<Entry> entries, long revision) {
  public CacheList {
    entries = List.copyOf(entries);
  }
}
