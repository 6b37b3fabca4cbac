package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.MaintenanceWindow;
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
 * @param maintenance times in which it is worked on
 * @param reservations what of it is kept for queues
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
    List<MaintenanceWindow> maintenance,
    List<Reserved> reservations,
    Resources capacity,
    PortRanges portRanges) {

  public AgentFacts {
    TreeMap<String, String> all = new TreeMap<>(attributes);
    all.put(Constraint.AGENT, agent);
    attributes = Collections.unmodifiableSortedMap(all);
    taints = List.copyOf(taints);
    maintenance = List.copyOf(maintenance);
    reservations = List.copyOf(reservations);
  }

  /**
   * What is kept for a queue and those below it.
   *
   * @param amounts by column of {@link Dimensions}
   */
  @SuppressWarnings("ArrayRecordComponent") // Equal only to itself, so a change is never missed.
  public record Reserved(String queue, long[] amounts) {
    /** Whether a queue may use it. */
    boolean serves(String other) {
      return other.equals(queue) || other.startsWith(queue + ".");
    }
  }

  /** Whether more than what is left and what it is like decides. */
  boolean special() {
    return !maintenance.isEmpty() || !reservations.isEmpty();
  }
}
