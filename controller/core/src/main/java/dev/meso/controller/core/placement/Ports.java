package dev.meso.controller.core.placement;

import dev.meso.api.resource.PortRanges;
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

  /** How many dynamic ports a task could have, besides those that it insists on. */
  static int available(Shape shape, AgentRoom room) {
    int free = room.portsFree();
    PortRanges ranges = room.facts().portRanges();
    for (int fixed : shape.staticPorts().values()) {
      free -= !room.taken(fixed) && ranges.contains(fixed) ? 1 : 0;
    }
    return free;
  }

  /** A host port for every port of a demand that the agent may take. */
  static SortedMap<String, Integer> choose(Shape shape, AgentRoom room) {
    if (shape.dynamicPorts().isEmpty()) {
      return shape.staticPorts();
    }
    TreeMap<String, Integer> ports = new TreeMap<>(shape.staticPorts());
    List<Integer> free = free(shape, room);
    for (int i = 0; i < shape.dynamicPorts().size(); i++) {
      ports.put(shape.dynamicPorts().get(i), free.get(i));
    }
    return ports;
  }

  /** Free dynamic ports in the order in which they are taken, as many as are wanted. */
  private static List<Integer> free(Shape shape, AgentRoom room) {
    int wanted = shape.dynamicPorts().size();
    List<Integer> first = new ArrayList<>(wanted);
    List<Integer> wrapped = new ArrayList<>(wanted);
    for (PortRanges.Range range : room.facts().portRanges().ranges()) {
      for (int port = range.first(); port <= range.last(); port++) {
        if (port < room.portCursor() && wrapped.size() >= wanted) {
          port = Math.min(room.portCursor(), range.last() + 1) - 1;
          continue;
        }
        if (room.taken(port) || shape.staticPorts().containsValue(port)) {
          continue;
        }
        if (port < room.portCursor()) {
          wrapped.add(port);
        } else {
          first.add(port);
          if (first.size() == wanted) {
            return first;
          }
        }
      }
    }
    first.addAll(wrapped.subList(0, Math.min(wrapped.size(), wanted - first.size())));
    return first;
  }
}
