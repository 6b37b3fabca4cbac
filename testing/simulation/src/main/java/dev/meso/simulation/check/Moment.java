package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.World;
import dev.meso.store.port.Txn.Guard;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision as invariants see it: what it did, and the world behind it.
 *
 * @param world as it is after the step
 * @param tasks the records of tasks among what it wrote
 */
record Moment(Step step, Writer writer, List<Delta> deltas, World world, List<TaskChange> tasks) {
  Moment(Step step, Writer writer, List<Delta> deltas, World world) {
    this(step, writer, deltas, world, TaskChange.of(deltas));
  }

  Duration at() {
    return step.at();
  }

  /** A key as it was before the step. */
  @Nullable Held before(String key) {
    for (Delta delta : deltas) {
      if (delta.key().equals(key)) {
        return delta.before();
      }
    }
    return world.get(key);
  }

  /** Whether the step compared a key in a way that fails when it was written in between. */
  boolean guardsWrites(String key) {
    for (Guard guard : step.guards()) {
      boolean compares =
          switch (guard) {
            case Guard.ModRevisionIs _, Guard.ModRevisionBelow _ -> true;
            case Guard.CreateRevisionIs(_, long revision) -> revision == 0;
            case Guard.Present _ -> false;
          };
      if (compares && guard.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the step compared which object a key is: its create revision, or more than that. */
  boolean guardsObject(String key) {
    for (Guard guard : step.guards()) {
      boolean compares =
          switch (guard) {
            case Guard.ModRevisionIs _, Guard.CreateRevisionIs _ -> true;
            case Guard.ModRevisionBelow _, Guard.Present _ -> false;
          };
      if (compares && guard.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the step compared that a key is absent. */
  boolean guardsAbsent(String key) {
    for (Guard guard : step.guards()) {
      boolean absent =
          switch (guard) {
            case Guard.ModRevisionIs(_, long revision) -> revision == 0;
            case Guard.CreateRevisionIs(_, long revision) -> revision == 0;
            case Guard.ModRevisionBelow(_, long revision) -> revision <= 1;
            case Guard.Present _ -> false;
          };
      if (absent && guard.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** The create revision that the step compared a key with; absent if it did not. */
  @Nullable Long createRevision(String key) {
    for (Guard guard : step.guards()) {
      if (guard instanceof Guard.CreateRevisionIs(String of, long revision) && of.equals(key)) {
        return revision;
      }
    }
    return null;
  }
}
