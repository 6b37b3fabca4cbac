package dev.meso.controller.core.placement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a task goes, or why it goes nowhere. */
public sealed interface Placement {

  /**
   * A place.
   *
   * @param host the agent's address
   * @param ports a host port for every port of the task
   */
  record Placed(String agent, String host, SortedMap<String, Integer> ports) implements Placement {
    public Placed {
      ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    }
  }

  /** No place, and what every agent said. */
  record Unplaced(Refusals refusals) implements Placement {}
}
