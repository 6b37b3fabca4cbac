package dev.meso.controller.core.placement;

import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An agent as placement sees it.
 *
 * @param agent its name
 * @param host its address for the ports of tasks
 * @param notReady why it takes nothing at all; absent when it is ready
 * @param schedulable whether admins let it take new work
 * @param attributes trusted and detected ones; a trusted one wins
 * @param capacity what it offers
 * @param portRanges host ports that it offers for dynamic use
 * @param portCursor dynamic ports are searched from here, so that one is not used again at once
 * @param use what is taken
 */
public record AgentRoom(
    String agent,
    String host,
    @Nullable String notReady,
    boolean schedulable,
    SortedMap<String, String> attributes,
    Resources capacity,
    PortRanges portRanges,
    int portCursor,
    AgentUse use) {

  /** What is left; negative where more is taken than the agent offers. */
  public Resources free() {
    return capacity.minus(use.resources());
  }

  /** How many tasks of a group are here. */
  public int groupCount(String group) {
    return use.groups().getOrDefault(group, 0);
  }

  /** The same agent after it took a task. */
  AgentRoom taking(Demand demand, SortedMap<String, Integer> ports) {
    int cursor = portCursor;
    for (String name : demand.dynamicPorts()) {
      cursor = ports.getOrDefault(name, cursor - 1) + 1;
    }
    return new AgentRoom(
        agent,
        host,
        notReady,
        schedulable,
        attributes,
        capacity,
        portRanges,
        cursor,
        use.plus(demand.resources(), ports.values(), demand.group()));
  }
}
