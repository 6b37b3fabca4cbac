package dev.meso.benchmarks.trace;

import dev.meso.api.kind.Constraint;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.Company;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Shape;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fleet, and tasks from which arrivals are drawn, each as likely as any other.
 *
 * @param name where it comes from
 * @param column the resource that is measured, as a column of the dimensions
 */
record Workload(String name, List<AgentFacts> agents, List<Demand> tasks, int column) {

  Workload {
    agents = List.copyOf(agents);
    tasks = List.copyOf(tasks);
    if (agents.isEmpty() || tasks.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + ": expected agents and tasks, found "
              + agents.size()
              + " agents and "
              + tasks.size()
              + " tasks");
    }
  }

  /** Rooms in which nothing is yet. */
  Rooms rooms() {
    Rooms rooms = new Rooms();
    agents.forEach(rooms::put);
    return rooms;
  }

  static AgentFacts agent(String name, Resources offers, SortedMap<String, String> attributes) {
    return new AgentFacts(
        name,
        "host",
        null,
        true,
        attributes,
        List.of(),
        List.of(),
        List.of(),
        offers,
        PortRanges.NONE);
  }

  static Demand demand(Resources wanted, List<Constraint> constraints) {
    return new Demand(
        new Shape(wanted, new TreeMap<>(), constraints, List.of(), new TreeMap<>(), List.of()),
        "default",
        "default/Job/trace",
        false,
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }
}
