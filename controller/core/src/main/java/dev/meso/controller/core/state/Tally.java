package dev.meso.controller.core.state;

import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tasks of an App or a Job come to. Kept up to date task by task: what each counts for is
 * remembered in its row, and taken back when it changes. So it costs as much as has changed, not as
 * many tasks as there are. A memory of a pure function of the rows: losing it costs one look at all
 * of them.
 *
 * <p>Belongs to the thread of its state.
 */
public final class Tally {
  /** What a task counts for. */
  private enum Trait {
    /** Of another object of the same name, or under a name that is no ordinal's. */
    STRANGER(0),
    /** Its ordinal is not wanted any more. */
    BEYOND(1),
    /** The store has a status. */
    STORED(2),
    /** The stored phase is none in which it has ended. */
    ACTIVE(3),
    /** The stored phase is neither an end nor {@code Pending}. */
    BEGUN(4),
    /** The stored phase is {@code Succeeded}; of those that are wanted. */
    SUCCEEDED(5),
    /** It has not ended, as the writes in flight will have it; of those that are wanted. */
    LIVE(6),
    /** It has not ended, as stored or as the writes in flight will have it; of those wanted. */
    PLACED(7),
    /** It has ended without success; of those that are wanted. */
    ENDED(8),
    /** Its record is of another template than the present one. */
    OUTDATED(9),
    /** The stored phase is {@code Running}. */
    RUNNING(10),
    /** The stored status is of the present template. */
    UPDATED(11),
    /** Both. */
    RUNNING_UPDATED(12),
    /** It has failed or cannot be reached, and does not run. */
    TROUBLED(13),
    /** It runs and has ports. */
    EXPOSED(14),
    /** Its attempt may run, or runs: nothing holds it for others of its gang. */
    RELEASED(15);

    /** Its place among the counts, and its bit in what a row remembers. */
    final int place;

    final long bit;

    Trait(int place) {
      this.place = place;
      this.bit = 1L << place;
    }
  }

  private static final Trait[] TRAITS = Trait.values();

  /** The task waits to be counted anew. */
  private static final long CHANGED = 1L << 31;

  /** Above it are the failures of all attempts. */
  private static final int FAILURES_SHIFT = 32;

  private final WorkloadRow owner;
  private final Basis basis;
  private final int[] counts = new int[TRAITS.length];
  private long failures;
  private List<TaskRow> changed = new ArrayList<>();

  /**
   * What counting depends on besides the tasks.
   *
   * @param uid of the owner
   * @param bound ordinals from this one on are not wanted
   * @param revision of the owner's template
   */
  public record Basis(String uid, int bound, String revision) {}

  Tally(WorkloadRow owner, Basis basis) {
    this.owner = owner;
    this.basis = basis;
    for (TaskRow row : owner.tasks()) {
      row.tallied = CHANGED;
      changed.add(row);
    }
  }

  boolean of(Basis other) {
    return basis.equals(other);
  }

  /** A task has changed, or has come. */
  void changed(TaskRow row) {
    if ((row.tallied & CHANGED) == 0) {
      row.tallied |= CHANGED;
      changed.add(row);
    }
  }

  /** A task belongs to this owner no more. */
  void gone(TaskRow row) {
    count(row.tallied, -1);
    row.tallied = 0;
  }

  Tally upToDate() {
    for (TaskRow row : changed) {
      // One that has gone since does not say so any more, nor one that was counted already.
      if ((row.tallied & CHANGED) != 0) {
        count(row.tallied, -1);
        row.tallied = traits(row);
        count(row.tallied, 1);
      }
    }
    // Another list, so that a burst leaves no long empty one behind.
    changed = new ArrayList<>();
    return this;
  }

  private void count(long tallied, int change) {
    for (Trait trait : TRAITS) {
      if ((tallied & trait.bit) != 0) {
        counts[trait.place] += change;
      }
    }
    failures += change * (tallied >>> FAILURES_SHIFT);
  }

  private long traits(TaskRow row) {
    Integer ordinal = owner.ordinal(row, basis.uid());
    if (ordinal == null) {
      return Trait.STRANGER.bit;
    }
    boolean wanted = ordinal < basis.bound();
    return (wanted ? 0 : Trait.BEYOND.bit) | stored(row, wanted) | effective(row, wanted);
  }

  private long stored(TaskRow row, boolean wanted) {
    TaskStatus status = row.storedStatus();
    if (status == null) {
      return 0;
    }
    TaskPhase phase = status.phase();
    boolean runs = phase == TaskPhase.RUNNING;
    boolean updated = basis.revision().equals(status.templateRevision());
    Integer failed = status.failures();
    long traits = Trait.STORED.bit | ((failed == null ? 0L : failed) << FAILURES_SHIFT);
    traits |= given(!phase.terminal(), Trait.ACTIVE);
    traits |= given(!phase.terminal() && wanted, Trait.PLACED);
    traits |= given(!phase.terminal() && phase != TaskPhase.PENDING, Trait.BEGUN);
    traits |= given(wanted && phase == TaskPhase.SUCCEEDED, Trait.SUCCEEDED);
    traits |= given(runs, Trait.RUNNING);
    traits |= given(updated, Trait.UPDATED);
    traits |= given(runs && updated, Trait.RUNNING_UPDATED);
    traits |= given(!runs && (failed != null || phase == TaskPhase.UNREACHABLE), Trait.TROUBLED);
    return traits | given(runs && !status.ports().isEmpty(), Trait.EXPOSED);
  }

  private long effective(TaskRow row, boolean wanted) {
    TaskStatus status = row.taskStatus();
    if (status == null) {
      return 0;
    }
    boolean ended = status.phase().terminal();
    boolean updated = basis.revision().equals(status.templateRevision());
    Assignment assignment = ended ? null : row.currentAssignment();
    long traits = given(wanted && !ended, Trait.LIVE) | given(wanted && !ended, Trait.PLACED);
    traits |= given(wanted && ended && status.phase() != TaskPhase.SUCCEEDED, Trait.ENDED);
    traits |= given(!updated && !row.busy(), Trait.OUTDATED);
    return traits
        | given(
            assignment != null && !assignment.stopping() && !assignment.mustWait(), Trait.RELEASED);
  }

  private static long given(boolean so, Trait trait) {
    return so ? trait.bit : 0;
  }

  private int count(Trait trait) {
    return counts[trait.place];
  }

  /** Tasks of an earlier object of the same name, or under a name that is no ordinal's. */
  public int strangers() {
    return count(Trait.STRANGER);
  }

  /** Tasks whose ordinals are not wanted any more. */
  public int beyond() {
    return count(Trait.BEYOND);
  }

  /** Tasks that the store knows. */
  public int stored() {
    return count(Trait.STORED);
  }

  /** Tasks that have not ended, as stored. */
  public int active() {
    return count(Trait.ACTIVE);
  }

  /** Those of them that have been placed. */
  public int begun() {
    return count(Trait.BEGUN);
  }

  /** Wanted tasks that have succeeded, as stored. */
  public int succeeded() {
    return count(Trait.SUCCEEDED);
  }

  /** Wanted tasks that have not ended, as the writes in flight will have it. */
  public int live() {
    return count(Trait.LIVE);
  }

  /** Places that are taken; one that a write in flight gives back is taken until it has landed. */
  public int placed() {
    return count(Trait.PLACED);
  }

  /** Wanted tasks that have ended without success. */
  public int ended() {
    return count(Trait.ENDED);
  }

  /** Tasks whose record is of another template; those whose write is in flight do not count. */
  public int outdated() {
    return count(Trait.OUTDATED);
  }

  /** Tasks that run, as stored. */
  public int running() {
    return count(Trait.RUNNING);
  }

  /** Tasks of the present template, as stored. */
  public int updated() {
    return count(Trait.UPDATED);
  }

  /** Tasks of the present template that run, as stored. */
  public int runningUpdated() {
    return count(Trait.RUNNING_UPDATED);
  }

  /** Tasks that have failed or cannot be reached, and do not run, as stored. */
  public int troubled() {
    return count(Trait.TROUBLED);
  }

  /** Whether tasks that run have ports. */
  public boolean exposed() {
    return count(Trait.EXPOSED) > 0;
  }

  /** Whether members of the gang may run: then it has been complete. */
  public boolean released() {
    return count(Trait.RELEASED) > 0;
  }

  /** Attempts that have failed, of all tasks, as stored. */
  public int failures() {
    return (int) Math.min(Integer.MAX_VALUE, failures);
  }
}
