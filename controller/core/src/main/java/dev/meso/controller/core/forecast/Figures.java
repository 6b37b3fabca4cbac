package dev.meso.controller.core.forecast;

import dev.meso.api.kind.Queue;
import dev.meso.controller.core.allocation.Standing;
import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.ClusterView;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A cluster in numbers.
 *
 * @param agents that are not gone
 * @param closed agents of these that take no new tasks: cordoned, missing or not registered
 * @param empty agents that are open and have no task
 * @param assigned tasks that have an agent
 * @param pending tasks that wait for one
 * @param resources by name; one that no agent has and no task uses is left out
 * @param queues by name
 */
public record Figures(
    int agents,
    int closed,
    int empty,
    int assigned,
    int pending,
    SortedMap<String, Amounts> resources,
    SortedMap<String, Line> queues) {

  private static final long PERCENT = 100;
  private static final long THOUSAND = 1000;

  public Figures {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    queues = Collections.unmodifiableSortedMap(new TreeMap<>(queues));
  }

  /**
   * A resource of all agents that are not gone, as text with its unit.
   *
   * @param usedPercent of the capacity; 0 when there is none
   * @param free what is left on agents that take new tasks
   */
  public record Amounts(String capacity, String used, long usedPercent, String free) {}

  /**
   * A queue, with those below it.
   *
   * @param tasks that have an agent
   * @param waiting tasks that wait for room
   * @param shareThousandths of the resource of which it has most, as fairness counts it
   * @param resource which that is
   */
  public record Line(long tasks, long waiting, long shareThousandths, String resource) {}

  static boolean open(AgentRow row) {
    return row.alive()
        && row.registered()
        && !row.gone()
        && !Boolean.TRUE.equals(row.agentSpec().unschedulable());
  }

  static Figures of(ClusterView view, int assigned, int pending) {
    int agents = 0;
    int closed = 0;
    int empty = 0;
    Dimensions dimensions = view.rooms().dimensions();
    long[] capacity = new long[dimensions.size()];
    long[] used = new long[dimensions.size()];
    long[] free = new long[dimensions.size()];
    for (AgentRoom room : view.rooms().all()) {
      AgentRow row = view.agent(room.agent());
      if (row == null || row.gone() || row.registration() == null) {
        continue;
      }
      boolean open = open(row);
      agents++;
      closed += open ? 0 : 1;
      empty += open && room.tasks() == 0 ? 1 : 0;
      for (int column = 0; column < capacity.length; column++) {
        capacity[column] += room.capacity(column);
        used[column] += room.used(column);
        free[column] += open ? Math.max(0, room.free(column)) : 0;
      }
    }
    TreeMap<String, Amounts> resources = new TreeMap<>();
    for (int column = 0; column < capacity.length; column++) {
      if (capacity[column] > 0 || used[column] > 0) {
        resources.put(
            dimensions.name(column),
            new Amounts(
                dimensions.text(column, capacity[column]),
                dimensions.text(column, used[column]),
                capacity[column] == 0
                    ? 0
                    : Math.round((double) used[column] * PERCENT / capacity[column]),
                dimensions.text(column, free[column])));
      }
    }
    return new Figures(agents, closed, empty, assigned, pending, resources, queues(view));
  }

  private static SortedMap<String, Line> queues(ClusterView view) {
    Map<String, Long> waiting = new TreeMap<>();
    for (SortedSet<Ask> asks : view.waiting().values()) {
      for (Ask ask : asks) {
        for (String name = ask.queue(); !name.isEmpty(); name = Queue.above(name)) {
          waiting.merge(name, (long) ask.count(), Long::sum);
        }
      }
    }
    TreeMap<String, Line> lines = new TreeMap<>();
    for (String name : view.queues().names()) {
      Standing standing = Objects.requireNonNull(view.queues().standing(name));
      lines.put(
          name,
          new Line(
              standing.tasks(),
              waiting.getOrDefault(name, 0L),
              Math.round(standing.share() * THOUSAND),
              view.rooms().dimensions().name(standing.dominant())));
    }
    waiting.forEach((name, count) -> lines.putIfAbsent(name, new Line(0, count, 0, "cpu")));
    return lines;
  }
}
