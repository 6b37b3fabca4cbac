package dev.meso.benchmarks.trace;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Tasks arrive at an empty fleet and stay, until as much of the measured resource has been asked
 * for as the fleet has. One that finds no place is turned away. Tasks that would not fit on the
 * empty fleet are not among them.
 */
final class Inflation {
  /** Points of a curve: one for each percent that has arrived. */
  static final int POINTS = 100;

  /** Percent arrived at which fragmentation is measured for the first time. */
  static final int EARLY = 80;

  /** Tasks that are drawn to ask what of the room that is left is of use. */
  static final int PROBES = 200;

  private final Workload workload;
  private final List<Demand> possible;
  private final long capacity;

  /**
   * What came of it, in percent of what the fleet has.
   *
   * @param allocated when everything has arrived
   * @param firstRefusal what was allocated when a task was turned away for the first time
   * @param fragmentedEarly what was left on agents that could not take a task that is drawn, on
   *     average over tasks that ask for the resource, when {@link #EARLY} percent had arrived
   * @param fragmented the same when everything has arrived
   * @param useless the same in percent of what is free then
   * @param curve what was allocated when each percent had arrived
   * @param used what all tasks took, of the measured resource
   */
  record Outcome(
      double allocated,
      double firstRefusal,
      double fragmentedEarly,
      double fragmented,
      double useless,
      List<Double> curve,
      long used) {}

  Inflation(Workload workload) {
    this.workload = workload;
    Rooms empty = workload.rooms();
    long sum = 0;
    for (AgentRoom room : empty.all()) {
      sum += room.capacity(workload.column());
    }
    capacity = sum;
    Map<Object, Boolean> fits = new LinkedHashMap<>();
    List<Demand> some = new ArrayList<>();
    for (Demand demand : workload.tasks()) {
      if (fits.computeIfAbsent(demand.alike(), _ -> fitsSomewhere(empty, demand))) {
        some.add(demand);
      }
    }
    possible = List.copyOf(some);
    if (possible.stream().allMatch(demand -> amount(empty, demand) == 0)) {
      throw new IllegalArgumentException(
          workload.name()
              + ": expected tasks that fit and ask for "
              + empty.dimensions().name(workload.column())
              + ", found none");
    }
  }

  /** How many of the workload's tasks fit nowhere even when nothing runs. */
  int impossible() {
    return workload.tasks().size() - possible.size();
  }

  Outcome run(Policy policy, long seed) {
    return run(workload.rooms(), policy, seed);
  }

  /** Fills rooms in which nothing is yet, and leaves them as they are then. */
  Outcome run(Rooms rooms, Policy policy, long seed) {
    Random random = new Random(seed);
    Random probes = new Random(~seed);
    Placer placer = policy.placer(seed);
    List<Double> curve = new ArrayList<>();
    long arrived = 0;
    long used = 0;
    double firstRefusal = -1;
    double early = -1;
    for (long ticket = 0; arrived < capacity; ticket++) {
      Demand demand = possible.get(random.nextInt(possible.size()));
      long amount = amount(rooms, demand);
      rooms.begin();
      Found found = placer.place(rooms, demand, ticket);
      rooms.end();
      if (found != null) {
        rooms.take(found.room(), found.charge());
        used += amount;
      } else if (firstRefusal < 0) {
        firstRefusal = percent(used);
      }
      arrived += amount;
      while (curve.size() < POINTS && percent(arrived) >= curve.size() + 1) {
        curve.add(percent(used));
      }
      if (early < 0 && percent(arrived) >= EARLY) {
        early = fragmented(rooms, probes);
      }
    }
    double fragmented = fragmented(rooms, probes);
    return new Outcome(
        percent(used),
        firstRefusal < 0 ? percent(used) : firstRefusal,
        early,
        fragmented,
        used == capacity ? 0 : 100 * fragmented / (100 - percent(used)),
        List.copyOf(curve),
        used);
  }

  private double percent(long amount) {
    return 100.0 * amount / capacity;
  }

  private long amount(Rooms rooms, Demand demand) {
    return rooms.dimensions().vector(demand.shape().resources())[workload.column()];
  }

  private static boolean fitsSomewhere(Rooms rooms, Demand demand) {
    Query query = rooms.query(demand);
    return rooms.all().stream().anyMatch(room -> rooms.refusal(query, room) == null);
  }

  /** What is left where a task that is drawn finds no room, on average over such tasks. */
  private double fragmented(Rooms rooms, Random random) {
    double sum = 0;
    int probes = 0;
    while (probes < PROBES) {
      Demand demand = possible.get(random.nextInt(possible.size()));
      if (amount(rooms, demand) > 0) {
        Query query = rooms.query(demand);
        long lost = 0;
        for (AgentRoom room : rooms.all()) {
          lost += rooms.refusal(query, room) == null ? 0 : room.free(workload.column());
        }
        sum += percent(lost);
        probes++;
      }
    }
    return sum / PROBES;
  }
}
