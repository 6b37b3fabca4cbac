package dev.meso.controller.core.placement;

import org.jspecify.annotations.Nullable;

/**
 * A demand made ready to be asked of many agents. Good until the {@link Rooms} that made it change
 * their agents or facts; taking and giving back is fine.
 */
public final class Query {
  private final Demand demand;
  private final long[] amounts;
  private final long[] matching;
  private final @Nullable Counts group;

  Query(Demand demand, long[] amounts, long[] matching, @Nullable Counts group) {
    this.demand = demand;
    this.amounts = amounts;
    this.matching = matching;
    this.group = group;
  }

  Demand demand() {
    return demand;
  }

  Shape shape() {
    return demand.shape();
  }

  /** By column of {@link Dimensions}. */
  long[] amounts() {
    return amounts;
  }

  /** The slots whose facts suit. */
  long[] matching() {
    return matching;
  }

  /** Whether more than amounts must be verified. */
  boolean particular() {
    Shape shape = demand.shape();
    return !shape.staticPorts().isEmpty() || !shape.dynamicPorts().isEmpty();
  }

  /** Whether agents with fewer tasks of the demand's group are to be preferred. */
  boolean grouped() {
    return demand.apart() && group != null;
  }

  /** How many tasks of the demand's group an agent has. */
  int groupOn(AgentRoom room) {
    return group == null ? 0 : group.at(room.id);
  }
}
