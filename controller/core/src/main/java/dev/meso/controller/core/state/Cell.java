package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.record.AttemptId;
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

  /** What the store is known to hold: the record, or why it cannot be read. */
  private @Nullable Object value;

  /** 0 when absent. */
  private long createRevision;

  private long known;
  private @Nullable Flight flight;

  /** What this assignment is charged with now; belongs to the table. */
  private @Nullable Charged charged;

  private record Unreadable(String error) {}

  /** A charge, and the record that it was worked out from. */
  private record Charged(@Nullable Charge charge, @Nullable Object from) {}

  /** A write of ours that is not answered yet. */
  private record Flight(PlannedWrite write, long txn) {}

  Cell(Key key) {
    this.key = key;
  }

  Cell(Cell from) {
    key = from.key;
    value = from.value;
    createRevision = from.createRevision;
    known = from.known;
    flight = from.flight;
  }

  public Key key() {
    return key;
  }

  /** What the store is known to hold; absent too when it cannot be read. */
  public @Nullable Object committed() {
    return value instanceof Unreadable ? null : value;
  }

  /** What the key will hold when our write has landed, or holds when there is none. */
  public @Nullable Object effective() {
    if (flight == null) {
      return committed();
    }
    return switch (flight.write()) {
      case PlannedWrite.Put(_, Object put) -> put;
      case PlannedWrite.Delete _ -> null;
    };
  }

  /** Why the value cannot be read, if it cannot. */
  public @Nullable String error() {
    return value instanceof Unreadable(String error) ? error : null;
  }

  /** Whether the store is known to hold the key, readable or not. */
  public boolean present() {
    return createRevision > 0;
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
    return present() ? known : 0;
  }

  /** The guard that this key has not changed since. */
  public static PlannedGuard unchanged(Key key, @Nullable Cell cell) {
    return new PlannedGuard.ModRevisionIs(key, cell == null ? 0 : cell.modRevision());
  }

  /** The guard that this key has not been made anew since; absent stays absent. */
  public static PlannedGuard sameObject(Key key, @Nullable Cell cell) {
    return new PlannedGuard.CreateRevisionIs(key, cell == null ? 0 : cell.createRevision);
  }

  /** What this assignment takes of its agent, if it is one and takes anything. */
  public @Nullable Charge charge() {
    return charged == null ? null : charged.charge();
  }

  /** What its charge was worked out from. */
  @Nullable Object chargedFor() {
    return charged == null ? null : charged.from();
  }

  void charge(@Nullable Charge now, @Nullable Object from) {
    charged = now == null && from == null ? null : new Charged(now, from);
  }

  /** A deletion in flight frees nothing yet, and a write in flight takes already. */
  @Nullable Object charged() {
    Object committed = committed();
    return committed != null ? committed : effective();
  }

  /** Where the attempt runs that an assignment or a report is about. */
  public Place place() {
    return switch (key) {
      case Key.Assignment(String agent, AttemptId attempt) -> new Place(agent, attempt.attempt());
      case Key.Report(String agent, AttemptId attempt) -> new Place(agent, attempt.attempt());
      default -> throw new InvariantViolated("Key " + key + " is about no attempt");
    };
  }

  long known() {
    return known;
  }

  long flightTxn() {
    return flight == null ? 0 : flight.txn();
  }

  /** Whether nothing is known of the key but that it is absent. */
  boolean vacant() {
    return !present() && flight == null;
  }

  /** Whether an event at this revision would tell something new. */
  boolean news(long revision) {
    return revision > known;
  }

  boolean put(@Nullable Object newValue, @Nullable String newError, long created, long modified) {
    if (modified <= known) {
      return false;
    }
    value = newError == null ? newValue : new Unreadable(newError);
    createRevision = created;
    known = modified;
    return true;
  }

  boolean removed(long revision) {
    if (revision <= known) {
      return false;
    }
    boolean was = present();
    value = null;
    createRevision = 0;
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
              + flight.txn()
              + " is in flight");
    }
    flight = new Flight(write, txn);
  }

  void acknowledge(long revision) {
    if (flight == null) {
      throw new InvariantViolated("Key " + key + ": acknowledged without a write");
    }
    switch (flight.write()) {
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
