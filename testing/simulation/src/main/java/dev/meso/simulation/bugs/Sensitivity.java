package dev.meso.simulation.bugs;

import dev.meso.simulation.Search;
import dev.meso.simulation.check.Violation;
import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.world.Outcome;
import dev.meso.simulation.world.Simulation;
import java.time.Duration;
import java.util.Optional;

/** Plants a bug and lets the ordinary search look for it. */
public final class Sensitivity {
  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final int threads;

  /** One that makes so many runs at a time. */
  public Sensitivity(int threads) {
    this.threads = threads;
  }

  /**
   * A bug that was found.
   *
   * @param seed whose run found it
   * @param violation the first one of that run
   */
  public record Found(Bug bug, long seed, Violation violation, Outcome outcome) {}

  /**
   * Searches seeds {@code from} to {@code from + runs - 1}. A run does not count when it breaks a
   * promise that this bug cannot break, or when the product itself breaks one at this seed.
   */
  public Optional<Found> find(Bug bug, long from, long runs) throws InterruptedException {
    long seed = from;
    while (seed < from + runs) {
      Optional<Outcome> failure =
          new Search(bug.wiring(), threads)
              .run(seed, from + runs - seed, NO_LIMIT, false, (_, _) -> {})
              .failure();
      if (failure.isEmpty()) {
        return Optional.empty();
      }
      Outcome outcome = failure.get();
      Violation violation = outcome.violations().getFirst();
      seed = outcome.scenario().seed();
      if (bug.caughtBy().contains(violation.invariant()) && productIsGood(seed, violation)) {
        return Optional.of(new Found(bug, seed, violation, outcome));
      }
      seed++;
    }
    return Optional.empty();
  }

  /** Whether the product comes as far without breaking a promise. */
  private static boolean productIsGood(long seed, Violation violation) {
    Scenario whole = Scenario.of(seed);
    boolean within = violation.at().compareTo(whole.input()) < 0;
    return Simulation.run(within ? whole.until(violation.at()) : whole).good();
  }
}
