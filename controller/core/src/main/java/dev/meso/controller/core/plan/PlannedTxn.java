package dev.meso.controller.core.plan;

import java.util.List;

/**
 * Guarded writes that are made together or not at all. Whoever carries it out adds the fence: the
 * create revision of the leader's key.
 *
 * @param id grows with every transaction of a {@code ClusterState}; names it in events
 * @param guards at most {@value #OPERATIONS_MAX}
 * @param writes at most {@value #OPERATIONS_MAX}, each key once, at least one
 */
public record PlannedTxn(long id, List<PlannedGuard> guards, List<PlannedWrite> writes) {

  /** etcd takes 128 operations; one is left for the fence. */
  public static final int OPERATIONS_MAX = 127;

  public PlannedTxn {
    guards = List.copyOf(guards);
    writes = List.copyOf(writes);
    if (writes.isEmpty() || guards.size() > OPERATIONS_MAX || writes.size() > OPERATIONS_MAX) {
      throw new IllegalArgumentException(
          "Transaction "
              + id
              + ": expected 1 to "
              + OPERATIONS_MAX
              + " writes and as many guards, found "
              + writes.size()
              + " and "
              + guards.size());
    }
  }
}
