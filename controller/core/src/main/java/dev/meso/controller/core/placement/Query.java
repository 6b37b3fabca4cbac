package dev.meso.controller.core.placement;

import dev.meso.api.kind.MaintenanceWindow;
import java.time.Duration;
import java.time.Instant;
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
  private final boolean special;
  private final Instant now;

  Query(
      Demand demand,
      long[] amounts,
      long[] matching,
      @Nullable Peers group,
      List<Condition> conditions,
      List<Liking> likings,
      boolean special,
      Instant now) {
    this.demand = demand;
    this.amounts = amounts;
    this.matching = matching;
    this.group = group;
    this.conditions = conditions;
    this.likings = likings;
    this.special = special;
    this.now = now;
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

  /** The slots whose facts suit and that are large enough. */
  long[] matching() {
    return matching;
  }

  /** Whether more than amounts must be verified. */
  boolean particular() {
    return special || choosy();
  }

  /** Whether it wants ports, or to be near others or not. */
  boolean choosy() {
    Shape shape = demand.shape();
    return !conditions.isEmpty()
        || !demand.volumes().isEmpty()
        || !shape.staticPorts().isEmpty()
        || !shape.dynamicPorts().isEmpty();
  }

  /** A volume of the task that another one uses alone; null when all are free. */
  @Nullable VolumeUse held(AgentRoom room) {
    for (VolumeUse volume : demand.volumes()) {
      if (room.holder(volume.uid()) != null) {
        return volume;
      }
    }
    return null;
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

  /** The time of maintenance into which the task would run; null when there is none. */
  @Nullable MaintenanceWindow collision(AgentRoom room) {
    Duration runs = demand.runsAtMost();
    // Work without an end would run into every time to come: it stays until it is moved.
    Instant until = runs == null ? now : now.plus(runs);
    for (MaintenanceWindow window : room.facts().maintenance()) {
      if (window.end().isAfter(now) && !window.start().isAfter(until)) {
        return window;
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
