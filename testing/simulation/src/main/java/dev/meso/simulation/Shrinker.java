package dev.meso.simulation;

import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.scenario.Step;
import dev.meso.simulation.world.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Drops steps from a scenario that breaks a promise, as long as it still breaks the same one.
 *
 * <p>Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002), the
 * algorithm ddmin without its complement tests: first halves are dropped, then quarters, down to
 * single steps. Runs end soon behind the time at which the promise was broken first.
 */
public final class Shrinker {
  /** A scenario with fewer steps may break the promise later, by so much. */
  private static final Duration LATER = Duration.ofMinutes(2);

  private final Function<Scenario, Outcome> run;
  private final long deadline;
  private long runs;

  /**
   * One that has this much time.
   *
   * @param run runs a scenario
   */
  public Shrinker(Function<Scenario, Outcome> run, Duration time) {
    this.run = run;
    this.deadline = System.nanoTime() + time.toNanos();
  }

  /** How many runs it took. */
  public long runs() {
    return runs;
  }

  /** The failure with as few steps as were found in the time. */
  public Outcome shrink(Outcome failure) {
    Outcome best = failure;
    int pieces = 2;
    while (pieces <= 2 * best.scenario().steps().size() && !late()) {
      Outcome smaller = smaller(best, pieces);
      if (smaller == null) {
        pieces *= 2;
      } else {
        best = smaller;
        pieces = Math.max(2, pieces - 1);
      }
    }
    return best;
  }

  /** Drops the first of so many pieces that is not needed; null when every one is. */
  private @Nullable Outcome smaller(Outcome failure, int pieces) {
    List<Integer> numbers =
        new ArrayList<>(failure.scenario().steps().stream().map(Step::number).toList());
    int size = Math.max(1, (numbers.size() + pieces - 1) / pieces);
    // The last steps first: what comes after the failure is never needed.
    for (int to = numbers.size(); to > 0 && !late(); to -= size) {
      TreeSet<Integer> kept = new TreeSet<>(numbers);
      numbers.subList(Math.max(0, to - size), to).forEach(kept::remove);
      Outcome outcome = run.apply(ending(failure, failure.scenario().only(kept)));
      runs++;
      if (same(failure, outcome)) {
        return outcome;
      }
    }
    return null;
  }

  /** What comes after the failure is not needed, unless it was the end that showed it. */
  private static Scenario ending(Outcome failure, Scenario scenario) {
    Duration at = failure.violations().getFirst().at();
    return at.compareTo(failure.scenario().input()) < 0 ? scenario.until(at.plus(LATER)) : scenario;
  }

  private static boolean same(Outcome one, Outcome other) {
    return !other.good()
        && other
            .violations()
            .getFirst()
            .invariant()
            .equals(one.violations().getFirst().invariant());
  }

  private boolean late() {
    return System.nanoTime() - deadline >= 0;
  }
}
