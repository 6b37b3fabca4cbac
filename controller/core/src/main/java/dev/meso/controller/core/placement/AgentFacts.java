package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Taint;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What placement knows of an agent besides what is taken of it.
 *
 * @param agent its name
 * @param host its address for the ports of tasks
 * @param notReady why it takes nothing at all; absent when it is ready
 * @param schedulable whether admins let it take new work
 * @param attributes trusted and detected ones, a trusted one wins; and {@code agent}, its name
 * @param taints what keeps tasks away that do not tolerate it
 * @param capacity what it offers
 * @param portRanges host ports that it offers for dynamic use
 */
public record AgentFacts(
    String agent,
    String host,
    @Nullable String notReady,
    boolean schedulable,
    SortedMap<String, String> attributes,
    List<Taint> taints,
    Resources capacity,
    PortRanges portRanges) {

  public AgentFacts {
    TreeMap<String, String> all = new TreeMap<>(attributes);
    all.put(Constraint.AGENT, agent);
    attributes = Collections.unmodifiableSortedMap(all);
    taints = List.copyOf(taints);
  }
}
