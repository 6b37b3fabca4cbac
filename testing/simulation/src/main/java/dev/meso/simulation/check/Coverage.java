package dev.meso.simulation.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a history contained, counted.
 *
 * @param revisions that were checked
 * @param processEvents that were checked
 * @param transitions of tasks, such as {@code Running->Stopping}
 * @param writers steps by kind of author: {@code controller}, {@code agent}, {@code user}, {@code
 *     lease}, or {@code unknown}
 * @param stops how often each branch of the stop protocol was taken
 * @param evaluated how often each invariant had something to say, good or bad
 */
public record Coverage(
    long revisions,
    long processEvents,
    SortedMap<String, Long> transitions,
    SortedMap<String, Long> writers,
    Map<StopBranch, Long> stops,
    SortedMap<String, Long> evaluated) {

  public Coverage {
    transitions = Collections.unmodifiableSortedMap(new TreeMap<>(transitions));
    writers = Collections.unmodifiableSortedMap(new TreeMap<>(writers));
    EnumMap<StopBranch, Long> branches = new EnumMap<>(StopBranch.class);
    branches.putAll(stops);
    stops = Collections.unmodifiableMap(branches);
    evaluated = Collections.unmodifiableSortedMap(new TreeMap<>(evaluated));
  }

  /** Of an empty history. */
  public static Coverage none() {
    return new Coverage(
        0, 0, new TreeMap<>(), new TreeMap<>(), new EnumMap<>(StopBranch.class), new TreeMap<>());
  }

  /** Of both histories together. */
  public Coverage plus(Coverage other) {
    EnumMap<StopBranch, Long> branches = new EnumMap<>(StopBranch.class);
    branches.putAll(stops);
    other.stops.forEach((branch, count) -> branches.merge(branch, count, Long::sum));
    return new Coverage(
        revisions + other.revisions,
        processEvents + other.processEvents,
        sum(transitions, other.transitions),
        sum(writers, other.writers),
        branches,
        sum(evaluated, other.evaluated));
  }

  private static SortedMap<String, Long> sum(
      SortedMap<String, Long> one, SortedMap<String, Long> two) {
    SortedMap<String, Long> sum = new TreeMap<>(one);
    two.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }
}
