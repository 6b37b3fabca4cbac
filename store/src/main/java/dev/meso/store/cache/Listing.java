package dev.meso.store.cache;

import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list under way: pages of a prefix, all at the revision of the first. */
final class Listing {
  private final RangeRequest first;
  private final List<Entry> entries = new ArrayList<>();
  private long revision;
  private long clusterId;

  Listing(RangeRequest first) {
    this.first = first;
  }

  RangeRequest first() {
    return first;
  }

  /**
   * Takes a page.
   *
   * @return the request for the next page; empty when this was the last
   */
  Optional<RangeRequest> take(RangeResult page) throws LostContinuity {
    if (revision == 0) {
      revision = page.revision();
      clusterId = page.clusterId();
    } else if (page.clusterId() != clusterId) {
      throw new LostContinuity(
          CacheReset.Why.OTHER_CLUSTER, "cluster " + page.clusterId() + " answered within a list");
    }
    entries.addAll(page.entries());
    return page.more() && !page.entries().isEmpty()
        ? Optional.of(first.next(page.entries().getLast().key(), revision))
        : Optional.empty();
  }

  /** What was listed, after the last page. */
  Snapshot snapshot() {
    return new Snapshot(revision, clusterId, EntryTree.of(entries));
  }
}
