package dev.meso.controller.core.placement;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A place for a task.
 *
 * @param charge what it takes there
 * @param ports a host port for every port of the task
 */
public record Found(AgentRoom room, Charge charge, SortedMap<String, Integer> ports) {

  public Found {
    ports = ports.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(ports);
  }

  public String agent() {
    return room.agent();
  }
}
