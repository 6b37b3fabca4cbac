package dev.meso.api.kind;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What admins set on an agent.
 *
 * @param unschedulable whether no new task may be placed on the agent
 * @param gone an admin's word that the machine will not come back with what ran on it: its tasks
 *     are replaced at once, whatever their policy
 * @param attributes attributes that admins vouch for, besides those that the agent detects
 */
public record AgentSpec(
    @Nullable Boolean unschedulable, @Nullable Boolean gone, SortedMap<String, String> attributes) {

  public static final AgentSpec NONE = new AgentSpec(null, null, Collections.emptySortedMap());

  public AgentSpec {
    attributes =
        attributes == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
