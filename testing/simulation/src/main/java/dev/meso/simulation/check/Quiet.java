package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * "No write in a quiet cluster but leases, barriers and event rotation": remembers the last writes
 * of other keys.
 */
final class Quiet implements Invariant {
  static final String NAME = "quiet-cluster";

  /** Writes that are remembered, and so told of at most. */
  static final int REMEMBERED_MAX = 16;

  private record Written(Duration at, long revision, String what) {}

  private final Deque<Written> last = new ArrayDeque<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      switch (delta.place()) {
        case Place.Leader _, Place.Alive _, Place.Barrier _, Place.SoftEvent _ -> {}
        case Place.Spec _,
            Place.Status _,
            Place.Assignment _,
            Place.Report _,
            Place.Registration _,
            Place.Meta _,
            Place.Unknown _ -> {
          if (last.size() == REMEMBERED_MAX) {
            last.removeFirst();
          }
          last.addLast(
              new Written(
                  moment.at(),
                  moment.step().revision(),
                  moment.step().author().orElse("somebody") + " wrote " + delta.key()));
        }
      }
    }
  }

  /** What was written after the cluster should have been quiet. */
  List<Violation> since(Duration quiet) {
    List<Violation> found = new ArrayList<>();
    for (Written each : last) {
      if (each.at().compareTo(quiet) > 0) {
        found.add(
            new Violation(
                NAME, each.at(), each.revision(), each.what() + ", quiet since " + quiet));
      }
    }
    return found;
  }
}
