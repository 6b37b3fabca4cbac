package dev.meso.system.chaos;

import dev.meso.simulation.check.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a run did and found. */
record RunResult(
    long seed,
    Duration took,
    Map<FaultKind, Integer> faults,
    SortedMap<String, Long> counts,
    Map<Outcome.Kind, Integer> outcomes,
    SortedMap<String, Long> evaluated,
    List<Violation> violations) {

  /** One line. */
  String summary() {
    long all = faults.values().stream().mapToLong(Integer::longValue).sum();
    String kinds =
        faults.entrySet().stream()
            .map(entry -> entry.getKey().label() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    long checks = evaluated.values().stream().mapToLong(Long::longValue).sum();
    return "seed "
        + seed
        + ": "
        + all
        + " faults ("
        + kinds
        + "), "
        + words(counts)
        + ", answers "
        + outcomes
        + ", "
        + evaluated.size()
        + " invariants checked "
        + checks
        + " times, "
        + violations.size()
        + " violations, "
        + took.toSeconds()
        + " s";
  }

  private static String words(SortedMap<String, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
  }
}
