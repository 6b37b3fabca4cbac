package dev.meso.simulation.world;

import dev.meso.simulation.check.Coverage;
import dev.meso.simulation.check.Violation;
import dev.meso.simulation.scenario.Scenario;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a run.
 *
 * @param violations the first ones; none when all is well
 * @param digest condenses everything that happened; equal for equal runs
 * @param simulated how far it came, by its own clock
 * @param deeds faults and wishes that happened, by kind
 * @param coverage of the checker
 * @param tasks different tasks that there were
 * @param freshReads reads that were proven to be fresh, and checked
 */
public record Outcome(
    Scenario scenario,
    List<Violation> violations,
    long digest,
    Duration simulated,
    SortedMap<String, Long> deeds,
    Coverage coverage,
    long tasks,
    long freshReads) {

  public Outcome {
    violations = List.copyOf(violations);
    deeds = Collections.unmodifiableSortedMap(new TreeMap<>(deeds));
  }

  /** Whether every promise held. */
  public boolean good() {
    return violations.isEmpty();
  }
}
