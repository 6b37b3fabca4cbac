package dev.meso.controller.core.placement;

import org.jspecify.annotations.Nullable;

/**
 * Chooses an agent for a task among those that the predicate lets pass, and charges it as part of a
 * trial. Deterministic: the same rooms and the same demands in the same order give the same places.
 */
public interface Placer {

  /** A placer that takes the best by a score. */
  static Placer by(Scoring scoring) {
    return (rooms, demand, ticket) -> rooms.place(demand, scoring, ticket);
  }

  /**
   * Places a task; null when no agent may take it.
   *
   * @param ticket where in the circle of agents a search of many begins
   */
  @Nullable Found place(Rooms rooms, Demand demand, long ticket);
}
