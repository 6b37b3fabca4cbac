package dev.meso.store.memory;

import dev.meso.store.port.Txn;
import dev.meso.store.port.TxnResult;
import java.time.Duration;

/** Something that the store did, for whoever checks invariants afterwards. */
public sealed interface Applied {
  /** When, by the scheduler. */
  Duration at();

  /**
   * A transaction arrived, and committed or was refused. Its author may have been told so, or not.
   *
   * @param author the handle that it came from
   */
  record Transaction(String author, Txn txn, TxnResult result, Duration at) implements Applied {}

  /** A lease was granted to an author. */
  record LeaseGranted(String author, long lease, Duration ttl, Duration at) implements Applied {}

  /**
   * A lease ended, and its keys were deleted.
   *
   * @param expired whether it ran out; else it was revoked
   * @param revision of the deletions, or the present one when it had no keys
   */
  record LeaseEnded(long lease, boolean expired, long revision, Duration at) implements Applied {}

  /** The history was compacted. */
  record Compaction(String author, long revision, Duration at) implements Applied {}

  /** Something befell the store. */
  record Disturbed(Disturbance disturbance, Duration at) implements Applied {}

  /** Hears what is done, on the scheduler, in order, before the author does. */
  interface Listener {
    void onApplied(Applied applied);
  }
}
