package dev.meso.simulation.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Wishes by time, no two at the same. */
final class Timetable {
  private final SortedMap<Duration, Wish> wishes = new TreeMap<>();

  /** Adds one at a time, or a few milliseconds later. */
  void at(Duration time, Wish wish) {
    Duration free = time;
    while (wishes.containsKey(free)) {
      free = free.plusMillis(1);
    }
    wishes.put(free, wish);
  }

  SortedMap<Duration, Wish> all() {
    return Collections.unmodifiableSortedMap(wishes);
  }
}
