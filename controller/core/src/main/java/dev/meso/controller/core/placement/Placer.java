package dev.meso.controller.core.placement;

import java.util.SortedMap;

/**
 * Chooses an agent for a task among those that {@link Feasibility} lets pass. Deterministic: the
 * same rooms and the same demands in the same order give the same places.
 */
public interface Placer {

  /** Starts a round of placing on these agents. */
  Round start(SortedMap<String, AgentRoom> rooms);

  /** One decision's placements; each takes the room of those before it into account. */
  interface Round {
    Placement place(Demand demand);
  }
}
