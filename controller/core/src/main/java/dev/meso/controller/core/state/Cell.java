package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.plan.PlannedGuard;
import dev.meso.controller.core.plan.PlannedWrite;
import org.jspecify.annotations.Nullable;

/**
 * One key: what the store is known to hold, and our own write of it that is in flight. Owned by the
 * thread of its {@link ClusterState}, which alone changes it.
 *
 * <p>{@code known} is the newest revision at which the key was seen, present or absent. Older news
 * is ignored: that is how an acknowledged write hides watch events that are still to come.
 */
public final class Cell {
  private final Key key;
  private @Nullable Object value;
  private @Nullable String error;
  private long createRevision;
  private long modRevision;
  private long known;
  private @Nullable PlannedWrite flight;
  private long flightTxn;

  /** What this assignment is charged with now; the charge belongs to the table. */
  private @Nullable Charge charge;

  private @Nullable Object chargedFor;

  Cell(Key key) {
    this.key = key;
  }

  Cell(Cell from) {
    key = from.key;
    value = from.value;
    error = from.error;
    createRevision = from.createRevision;
    modRevision = from.modRevision;
    known = from.known;
    flight = from.flight;
    flightTxn = from.flightTxn;
  }

  public Key key() {
    return key;
  }

  /** What the store is known to hold; absent too when it cannot be read. */
  public @Nullable Object committed() {
    return value;
  }

  /** What the key will hold when our write has landed, or holds when there is none. */
  public @Nullable Object effective() {
    return switch (flight) {
      case null -> value;
      case PlannedWrite.Put(_, Object put) -> put;
      case PlannedWrite.Delete _ -> null;
    };
  }

  /** Why the value cannot be read, if it cannot. */
  public @Nullable String error() {
    return error;
  }

  /** Whether the store is known to hold the key, readable or not. */
  public boolean present() {
    return modRevision > 0;
  }

  /** Whether a write of ours is in flight. */
  public boolean busy() {
    return flight != null;
  }

  /** 0 when absent. */
  public long createRevision() {
    return createRevision;
  }

  /** 0 when absent. */
  public long modRevision() {
    return modRevision;
  }

  /** The guard that this key has not changed since. */
  public static PlannedGuard unchanged(Key key, @Nullable Cell cell) {
    return new PlannedGuard.ModRevisionIs(key, cell == null ? 0 : cell.modRevision);
  }

  /** The guard that this key has not been made anew since; absent stays absent. */
  public static PlannedGuard sameObject(Key key, @Nullable Cell cell) {
    return new PlannedGuard.CreateRevisionIs(key, cell == null ? 0 : cell.createRevision);
  }

  @Nullable Charge charge() {
    return charge;
  }

  /** What its charge was worked out from. */
  @Nullable Object chargedFor() {
    return chargedFor;
  }

  void charge(@Nullable Charge now, @Nullable Object of) {
    charge = now;
    chargedFor = of;
  }

  /** A deletion in flight frees nothing yet, and a write in flight takes already. */
  @Nullable Object charged() {
    return value != null ? value : effective();
  }

  long known() {
    return known;
  }

  long flightTxn() {
    return flightTxn;
  }

  /** Whether nothing is known of the key but that it is absent. */
  boolean vacant() {
    return modRevision == 0 && flight == null;
  }

  boolean put(@Nullable Object newValue, @Nullable String newError, long created, long modified) {
    if (modified <= known) {
      return false;
    }
    value = newValue;
    error = newError;
    createRevision = created;
    modRevision = modified;
    known = modified;
    return true;
  }

  boolean removed(long revision) {
    if (revision <= known) {
      return false;
    }
    boolean was = modRevision > 0;
    value = null;
    error = null;
    createRevision = 0;
    modRevision = 0;
    known = revision;
    return was;
  }

  void submit(PlannedWrite write, long txn) {
    if (flight != null) {
      throw new InvariantViolated(
          "Key "
              + key
              + ": transaction "
              + txn
              + " would write it while "
              + flightTxn
              + " is in flight");
    }
    flight = write;
    flightTxn = txn;
  }

  void acknowledge(long revision) {
    switch (flight) {
      case null -> throw new InvariantViolated("Key " + key + ": acknowledged without a write");
      case PlannedWrite.Put(_, Object put) ->
          put(put, null, createRevision == 0 ? revision : createRevision, revision);
      case PlannedWrite.Delete _ -> removed(revision);
    }
    flight = null;
  }

  void forgetFlight() {
    flight = null;
  }
}
