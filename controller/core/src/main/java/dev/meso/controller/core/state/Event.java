package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.time.Now;
import dev.meso.controller.core.plan.Plan;

/** Everything that can change a {@link ClusterState}. */
public sealed interface Event {

  /**
   * A key has this value: heard on the watch, or read. A value older than what is known is ignored,
   * so reads and watch may be mixed in any order.
   *
   * @param value an {@code ApiObject} in spec or status form, or one of {@code dev.meso.api.record}
   */
  record Put(Key key, Object value, long createRevision, long modRevision) implements Event {}

  /**
   * A key is absent: heard on the watch at this revision, or read at it.
   *
   * @param revision of the deletion, or of the read
   */
  record Removed(Key key, long revision) implements Event {}

  /**
   * A key has a value that cannot be decoded. The object is left alone until it changes.
   *
   * @param error says what was expected and found
   */
  record Unreadable(Key key, String error, long createRevision, long modRevision)
      implements Event {}

  /** The watch has delivered everything up to this revision. */
  record RevisionApplied(long revision) implements Event {}

  /**
   * The transactions of a plan are on their way, and what the plan handled is not dirty any more.
   * To be applied before any other event that follows the decision.
   */
  record Submitted(Plan plan) implements Event {}

  /** A transaction was carried out at this revision. */
  record Acknowledged(long txn, long revision) implements Event {}

  /**
   * A guard of a transaction failed, nothing was written. The caller then feeds a fresh {@link Put}
   * or {@link Removed} for each key in its guards and writes before it decides again.
   */
  record Refused(long txn) implements Event {}

  /**
   * This controller leads from now on, and has seen everything that its predecessors wrote. Every
   * clock starts anew, everything is dirty.
   */
  record TookOffice(String controller) implements Event {}

  /** This controller leads no more: its writes in flight are nobody's knowledge. */
  record Dropped() implements Event {}

  /** Reads and the watch work again, after {@link StoreUnreachable} or a gap in the watch. */
  record StoreReachable() implements Event {}

  /** Reads or the watch have failed: until they work again, silence proves nothing. */
  record StoreUnreachable() implements Event {}

  /** The time is now this. To be applied before events that are heard at that time. */
  record Tick(Now now) implements Event {}
}
