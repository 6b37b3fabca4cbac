package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.meta.Condition;
import dev.meso.api.resource.Quantity;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is observed to be. Free resources are not here: they change with every placement
 * and follow from the assignments.
 *
 * @param phase whether the agent can be reached: {@code Ready}, {@code Suspect} (it has not been
 *     heard of for a moment), {@code Lost} or {@code Gone} (an admin said so)
 * @param url address of its HTTP API
 * @param host address at which the ports of its tasks are reached
 * @param version version of the agent program
 * @param capacity resources that it offers to tasks: {@code cpu}, {@code memory}, {@code disk},
 *     {@code gpu} and custom ones
 * @param portRanges host ports that it offers, for instance {@code 31000-31999}
 * @param attributes attributes that node selectors are compared with: those that admins set and
 *     those that the agent detected
 * @param conditions what is known of the agent: {@code Ready}, {@code ReplacementPaused}
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
  /** Every value of {@code phase}. */
  public static final List<String> PHASES = List.of("Ready", "Suspect", "Lost", "Gone");

  public AgentStatus {
    capacity = FixedMap.copyOf(capacity);
    attributes = FixedMap.copyOf(attributes);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
