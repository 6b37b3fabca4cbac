package dev.meso.benchmarks.trace;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * {@value #KINDS} kinds of tasks, drawn of those of a workload that fit on its empty fleet, each as
 * likely as any other, and what they ask for on average.
 */
final class Mix {
  static final int KINDS = 60;

  /** The resource of which the tasks ask for the largest part of the fleet. */
  final int column;

  /** What the fleet has of it. */
  final long capacity;

  /** What a task asks for of it, on average. */
  final double mean;

  private final List<Demand> kinds = new ArrayList<>();

  Mix(Workload workload, long seed) {
    Random random = new Random(seed);
    Rooms empty = workload.rooms();
    for (int tries = 0; kinds.size() < KINDS; tries++) {
      if (tries > 100 * KINDS) {
        throw new IllegalArgumentException(
            workload.name() + ": expected tasks that fit, found " + kinds.size());
      }
      Demand drawn = workload.tasks().get(random.nextInt(workload.tasks().size()));
      Query query = empty.query(drawn);
      if (empty.all().stream().anyMatch(room -> empty.refusal(query, room) == null)) {
        kinds.add(drawn);
      }
    }
    int largest = 0;
    double part = 0;
    for (int other = 0; other < Dimensions.KNOWN; other++) {
      long all = capacity(empty, other);
      double asked = all == 0 ? 0 : asked(empty, other) / all;
      if (asked > part) {
        part = asked;
        largest = other;
      }
    }
    column = largest;
    capacity = capacity(empty, largest);
    mean = asked(empty, largest);
  }

  private double asked(Rooms rooms, int of) {
    double sum = 0;
    for (Demand kind : kinds) {
      sum += rooms.dimensions().vector(kind.shape().resources())[of];
    }
    return sum / kinds.size();
  }

  private static long capacity(Rooms rooms, int of) {
    long sum = 0;
    for (AgentRoom room : rooms.all()) {
      sum += room.capacity(of);
    }
    return sum;
  }

  /** What a task of a queue asks for. */
  Demand next(Random random, String queue) {
    Demand kind = kinds.get(random.nextInt(KINDS));
    return new Demand(
        kind.shape(),
        kind.namespace(),
        kind.group(),
        kind.apart(),
        kind.company(),
        kind.labels(),
        queue,
        kind.runsAtMost(),
        kind.scoring());
  }
}
