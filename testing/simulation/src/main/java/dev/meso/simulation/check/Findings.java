package dev.meso.simulation.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What was found, and how often was looked. Keeps the first {@link #VIOLATIONS_MAX}. */
final class Findings {
  static final int VIOLATIONS_MAX = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, long[]> evaluated = new LinkedHashMap<>();
  private Duration at = Duration.ZERO;
  private long revision;

  /** What comes now was seen then. */
  void at(Duration time, long atRevision) {
    at = time;
    revision = Math.max(revision, atRevision);
  }

  Duration now() {
    return at;
  }

  long revision() {
    return revision;
  }

  /** Counts that an invariant was looked at, and notes when it does not hold. */
  void require(boolean holds, String invariant, Supplier<String> detail) {
    evaluated.computeIfAbsent(invariant, _ -> new long[1])[0]++;
    if (!holds && violations.size() < VIOLATIONS_MAX) {
      violations.add(new Violation(invariant, at, revision, detail.get()));
    }
  }

  List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }

  SortedMap<String, Long> evaluated() {
    SortedMap<String, Long> counts = new TreeMap<>();
    evaluated.forEach((name, count) -> counts.put(name, count[0]));
    return counts;
  }
}
