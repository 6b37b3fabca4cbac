package dev.meso.controller.core.placement;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.resource.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a task asks of an agent.
 *
 * @param resources summed over the containers
 * @param nodeSelector attributes that the agent must have
 * @param staticPorts host ports by name that the task insists on
 * @param dynamicPorts names of ports for which any will do
 * @param group tasks of one group are spread over the agents
 */
public record Demand(
    Resources resources,
    SortedMap<String, String> nodeSelector,
    SortedMap<String, Integer> staticPorts,
    List<String> dynamicPorts,
    String group) {

  public Demand {
    staticPorts = Collections.unmodifiableSortedMap(new TreeMap<>(staticPorts));
    dynamicPorts = List.copyOf(dynamicPorts);
  }

  /** The demand of a task. */
  public static Demand of(TaskSpec spec, String group) {
    TreeMap<String, Integer> fixed = new TreeMap<>();
    List<String> any = new ArrayList<>();
    for (Container container : spec.containers()) {
      for (ContainerPort port : container.ports()) {
        Integer hostPort = port.hostPort();
        if (hostPort == null) {
          any.add(port.name());
        } else {
          fixed.put(port.name(), hostPort);
        }
      }
    }
    return new Demand(TaskResources.requested(spec), spec.nodeSelector(), fixed, any, group);
  }
}
