package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What admins set on an agent.
 *
 * @param unschedulable whether no new task may be placed on the agent
 * @param gone an admin's word that the machine will not come back with what ran on it: its tasks
 *     are replaced at once, whatever their policy
 * @param attributes attributes that admins vouch for, besides those that the agent detects
 * @param taints what keeps tasks away that do not tolerate it
 * @param maintenance times in which the agent is worked on and nothing should run there
 * @param reservations parts of the agent that are kept for queues
 */
public record AgentSpec(
    @Nullable Boolean unschedulable,
    @Nullable Boolean gone,
    SortedMap<String, String> attributes,
    List<Taint> taints,
    List<MaintenanceWindow> maintenance,
    List<AgentReservation> reservations) {

  public static final AgentSpec NONE = new AgentSpec(null, null, FixedMap.empty());

  public AgentSpec {
    attributes = FixedMap.copyOf(attributes);
    taints = taints == null ? List.of() : List.copyOf(taints);
    maintenance = maintenance == null ? List.of() : List.copyOf(maintenance);
    reservations = reservations == null ? List.of() : List.copyOf(reservations);
  }

  /** An agent without taints, windows and reservations. */
  public AgentSpec(
      @Nullable Boolean unschedulable,
      @Nullable Boolean gone,
      SortedMap<String, String> attributes) {
    this(unschedulable, gone, attributes, List.of(), List.of(), List.of());
  }

  /** The same, cordoned or not. */
  public AgentSpec withUnschedulable(@Nullable Boolean other) {
    return new AgentSpec(other, gone, attributes, taints, maintenance, reservations);
  }

  /** The same, declared gone or not. */
  public AgentSpec withGone(@Nullable Boolean other) {
    return new AgentSpec(unschedulable, other, attributes, taints, maintenance, reservations);
  }

  /** The same with other taints. */
  public AgentSpec withTaints(List<Taint> other) {
    return new AgentSpec(unschedulable, gone, attributes, other, maintenance, reservations);
  }

  /** The same with other times of maintenance. */
  public AgentSpec withMaintenance(List<MaintenanceWindow> other) {
    return new AgentSpec(unschedulable, gone, attributes, taints, other, reservations);
  }

  /** The same with other reservations. */
  public AgentSpec withReservations(List<AgentReservation> other) {
    return new AgentSpec(unschedulable, gone, attributes, taints, maintenance, other);
  }
}
