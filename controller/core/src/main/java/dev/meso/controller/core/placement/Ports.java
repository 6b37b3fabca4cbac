package dev.meso.controller.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses host ports. Dynamic ones are taken upwards from the agent's cursor and then from the
 * start of its ranges, so that a port which was just given back is used again as late as possible.
 */
final class Ports {
  private Ports() {}

  /** At most {@code wanted} free dynamic ports, in the order in which they would be taken. */
  static List<Integer> free(Demand demand, AgentRoom room, int wanted) {
    if (wanted == 0) {
      return List.of();
    }
    List<Integer> first = new ArrayList<>();
    List<Integer> wrapped = new ArrayList<>();
    for (int port : room.portRanges()) {
      if (room.use().ports().contains(port) || demand.staticPorts().containsValue(port)) {
        continue;
      }
      if (port >= room.portCursor()) {
        first.add(port);
        if (first.size() == wanted) {
          return first;
        }
      } else if (wrapped.size() < wanted) {
        wrapped.add(port);
      }
    }
    first.addAll(wrapped);
    return first.size() <= wanted ? first : first.subList(0, wanted);
  }

  /** A host port for every port of a demand that the agent may take. */
  static SortedMap<String, Integer> choose(Demand demand, AgentRoom room) {
    TreeMap<String, Integer> ports = new TreeMap<>(demand.staticPorts());
    List<Integer> free = free(demand, room, demand.dynamicPorts().size());
    for (int i = 0; i < demand.dynamicPorts().size(); i++) {
      ports.put(demand.dynamicPorts().get(i), free.get(i));
    }
    return ports;
  }
}
