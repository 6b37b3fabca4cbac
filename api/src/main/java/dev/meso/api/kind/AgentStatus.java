package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import dev.meso.api.resource.Quantity;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is observed to be. Free resources are not here: they change with every placement
 * and follow from the assignments.
 *
 * @param phase {@code Ready}, {@code Suspect} (its key vanished a moment ago), {@code Lost} or
 *     {@code Gone} (an admin said so)
 * @param url where its HTTP API is
 * @param host its address for the ports of tasks
 * @param version of the program
 * @param capacity what it offers
 * @param portRanges host ports that it offers, for instance {@code 31000-31999}
 * @param attributes trusted and detected ones together
 * @param conditions {@code Ready}, {@code ReplacementPaused}
 */
public record AgentStatus(
    @Nullable String phase,
    @Nullable String url,
    @Nullable String host,
    @Nullable String version,
    SortedMap<String, Quantity> capacity,
    @Nullable String portRanges,
    SortedMap<String, String> attributes,
    List<Condition> conditions) {

  public AgentStatus {
    capacity =
        capacity == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(capacity));
    attributes =
        attributes == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
