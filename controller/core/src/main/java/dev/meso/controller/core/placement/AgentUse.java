package dev.meso.controller.core.placement;

import dev.meso.api.resource.Resources;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of an agent: by every assignment, those in flight and those whose deletion is in
 * flight too. Derived from the records, never counted up and down.
 *
 * @param ports host ports that are taken
 * @param groups how many tasks of each spread group are there
 * @param unaccounted something on the agent whose use is not known, which keeps new work away
 */
public record AgentUse(
    Resources resources,
    SortedSet<Integer> ports,
    SortedMap<String, Integer> groups,
    @Nullable String unaccounted) {

  public static final AgentUse NONE =
      new AgentUse(
          Resources.NONE, Collections.emptySortedSet(), Collections.emptySortedMap(), null);

  /** The same with one more task. */
  public AgentUse plus(Resources more, Iterable<Integer> morePorts, String group) {
    TreeSet<Integer> allPorts = new TreeSet<>(ports);
    morePorts.forEach(allPorts::add);
    TreeMap<String, Integer> allGroups = new TreeMap<>(groups);
    allGroups.merge(group, 1, Integer::sum);
    return new AgentUse(resources.plus(more), allPorts, allGroups, unaccounted);
  }

  /** The same with something that is not known. */
  public AgentUse withUnaccounted(String what) {
    return new AgentUse(resources, ports, groups, what);
  }
}
