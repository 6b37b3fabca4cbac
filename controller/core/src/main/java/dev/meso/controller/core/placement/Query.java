package dev.meso.controller.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A demand made ready to be asked of many agents. Good until the {@link Rooms} that made it change
 * their agents or facts; taking and giving back is fine, and seen.
 */
public final class Query {
  private final Demand demand;
  private final long[] amounts;
  private final long[] matching;
  private final @Nullable Peers group;
  private final List<Condition> conditions;
  private final List<Liking> likings;

  Query(
      Demand demand,
      long[] amounts,
      long[] matching,
      @Nullable Peers group,
      List<Condition> conditions,
      List<Liking> likings) {
    this.demand = demand;
    this.amounts = amounts;
    this.matching = matching;
    this.group = group;
    this.conditions = conditions;
    this.likings = likings;
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
    return !conditions.isEmpty()
        || !shape.staticPorts().isEmpty()
        || !shape.dynamicPorts().isEmpty();
  }

  /** Why an agent does not suit because of where others are; null when it does. */
  Condition.@Nullable Why unwelcome(AgentRoom room) {
    for (Condition condition : conditions) {
      Condition.Why why = condition.refusal(room);
      if (why != null) {
        return why;
      }
    }
    return null;
  }

  /** Whether some agents are liked better than others. */
  boolean prefers() {
    return !likings.isEmpty();
  }

  /** How much an agent is liked, whatever it has left. */
  long liking(AgentRoom room) {
    long sum = 0;
    for (Liking liking : likings) {
      sum += liking.of(room);
    }
    return sum;
  }

  /** Whether agents with fewer tasks of the demand's group are to be preferred. */
  boolean grouped() {
    return demand.apart() && group != null;
  }

  /** How many tasks of the demand's group an agent has. */
  int groupOn(AgentRoom room) {
    return group == null ? 0 : group.on(room);
  }
}
