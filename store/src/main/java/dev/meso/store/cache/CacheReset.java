package dev.meso.store.cache;

import java.util.List;

/**
 * The cache took over a fresh list. What changed between its old state and the list comes as one
 * step, deletions included; the revisions in between were not seen one by one.
 *
 * @param revision of the list
 * @param why it was listed
 * @param sameHistory false when revisions from before must not be compared with those from now on:
 *     another cluster, or a store restored from an older state
 * @param differences changes of the keys subscribed to, in key order; may be empty
 */
public record CacheReset(
    long revision, Why why, boolean sameHistory, List<CacheChange> differences) {
  public CacheReset {
    differences = List.copyOf(differences);
  }

  /** Why a list was taken. */
  public enum Why {
    /** The first list, or the state at the moment of a subscription from revision 0. */
    START,
    /** The watch could not be resumed: its revision was compacted. */
    COMPACTED,
    /** Changes on the watch did not fit to what the cache held: some were lost. */
    GAP,
    /** A revision came that is older than one seen before. */
    BACKWARD,
    /** Another etcd cluster answered. */
    OTHER_CLUSTER,
    /** A list of keys showed what the watch had not. */
    AUDIT,
    /** It was time; no fault is known. */
    PERIODIC
  }
}
