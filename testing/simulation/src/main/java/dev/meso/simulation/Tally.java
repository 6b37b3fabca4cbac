package dev.meso.simulation;

import dev.meso.simulation.check.Coverage;
import dev.meso.simulation.world.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What several runs came to. A value.
 *
 * @param runs that ended
 * @param simulated time in all, by the clocks of the runs
 * @param deeds faults and wishes, by kind
 * @param tasksMin fewest tasks in one run
 * @param faultsMin fewest faults in one run
 * @param shortest run
 * @param failure of the lowest seed that failed
 */
public record Tally(
    long runs,
    Duration simulated,
    SortedMap<String, Long> deeds,
    Coverage coverage,
    long tasks,
    long tasksMin,
    long faultsMin,
    Duration shortest,
    long freshReads,
    Optional<Outcome> failure) {

  /** Of no run. */
  public static final Tally NONE =
      new Tally(
          0,
          Duration.ZERO,
          Collections.emptySortedMap(),
          Coverage.none(),
          0,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          Duration.ofDays(1),
          0,
          Optional.empty());

  /** With one more run. */
  public Tally plus(Outcome outcome) {
    TreeMap<String, Long> sum = new TreeMap<>(deeds);
    outcome.deeds().forEach((kind, count) -> sum.merge(kind, count, Long::sum));
    Optional<Outcome> first = failure;
    if (!outcome.good()
        && (failure.isEmpty() || outcome.scenario().seed() < failure.get().scenario().seed())) {
      first = Optional.of(outcome);
    }
    return new Tally(
        runs + 1,
        simulated.plus(outcome.simulated()),
        sum,
        coverage.plus(outcome.coverage()),
        tasks + outcome.tasks(),
        Math.min(tasksMin, outcome.tasks()),
        Math.min(faultsMin, outcome.scenario().faults()),
        outcome.simulated().compareTo(shortest) < 0 ? outcome.simulated() : shortest,
        freshReads + outcome.freshReads(),
        first);
  }
}
