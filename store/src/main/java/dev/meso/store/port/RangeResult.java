package dev.meso.store.port;

import java.util.List;

/**
 * A page of keys.
 *
 * @param entries in key order
 * @param more whether keys follow behind the last one
 * @param revision the store's revision when it answered; pages that follow ask for it
 * @param clusterId of the etcd cluster that answered; another one than before means another history
 */
public record RangeResult(List<Entry> entries, boolean more, long revision, long clusterId) {
  public RangeResult {
    entries = List.copyOf(entries);
  }
}
