package dev.meso.system.chaos;

import dev.meso.simulation.check.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What was checked, how often, and what did not hold. Any thread may use it. */
final class Findings {
  /** Violations that are kept; more say no more. */
  static final int VIOLATIONS_MAX = 200;

  private final RunClock clock;
  private final LongSupplier revision;
  private final Journal journal;
  private final SortedMap<String, Long> evaluated = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Of one run.
   *
   * @param revision the newest that was recorded
   */
  Findings(RunClock clock, LongSupplier revision, Journal journal) {
    this.clock = clock;
    this.revision = revision;
    this.journal = journal;
  }

  /** Notes that an invariant was looked at, and what was wrong if it did not hold. */
  void check(String invariant, boolean holds, Supplier<String> detail) {
    synchronized (this) {
      evaluated.merge(invariant, 1L, Long::sum);
    }
    if (!holds) {
      add(new Violation(invariant, clock.now(), revision.getAsLong(), detail.get()));
    }
  }

  /** Takes what another checker found. */
  void add(Violation violation) {
    synchronized (this) {
      if (violations.size() >= VIOLATIONS_MAX || violations.contains(violation)) {
        return;
      }
      violations.add(violation);
    }
    journal.say(violation.toString());
  }

  /** Takes how often another checker looked. */
  synchronized void evaluated(SortedMap<String, Long> others) {
    others.forEach((invariant, times) -> evaluated.merge(invariant, times, Long::sum));
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  synchronized SortedMap<String, Long> evaluated() {
    return new TreeMap<>(evaluated);
  }
}
