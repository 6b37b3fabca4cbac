package dev.meso.benchmarks.trace;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Scoring;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A way to place. Those that are not of the product ask the same predicate, of every agent. */
enum Policy {
  PACK("pack", "#1b6ca8") {
    @Override
    Placer placer(long seed) {
      return Placer.by(Scoring.PACK);
    }
  },
  SPREAD("spread", "#8e44ad") {
    @Override
    Placer placer(long seed) {
      return Placer.by(Scoring.SPREAD);
    }
  },
  FIRST_FIT("first fit", "#27ae60") {
    @Override
    Placer placer(long seed) {
      return cheapest((_, _) -> 0);
    }
  },
  BEST_FIT("best fit", "#d35400") {
    @Override
    Placer placer(long seed) {
      return cheapest(Policy::left);
    }
  },
  RANDOM("random", "#7f8c8d") {
    @Override
    Placer placer(long seed) {
      Random random = new Random(seed);
      return cheapest((_, _) -> random.nextDouble());
    }
  };

  final String title;
  final String colour;

  Policy(String title, String colour) {
    this.title = title;
    this.colour = colour;
  }

  /** A placer of its own for one run. */
  abstract Placer placer(long seed);

  private interface Cost {
    double of(AgentRoom room, Demand demand);
  }

  private static Placer cheapest(Cost cost) {
    return (rooms, demand, _) -> cheapest(rooms, demand, cost);
  }

  private static @Nullable Found cheapest(Rooms rooms, Demand demand, Cost cost) {
    Query query = rooms.query(demand);
    AgentRoom best = null;
    double least = Double.POSITIVE_INFINITY;
    for (AgentRoom room : rooms.all()) {
      if (rooms.refusal(query, room) == null) {
        double costs = cost.of(room, demand);
        if (costs < least) {
          best = room;
          least = costs;
        }
      }
    }
    return best == null ? null : rooms.placeOn(demand, best);
  }

  /** What is left of the agent with the task on it: the sum of the fractions. */
  private static double left(AgentRoom room, Demand demand) {
    long[] wanted = {
      demand.shape().resources().cpuMillis(),
      demand.shape().resources().memoryBytes(),
      demand.shape().resources().diskBytes(),
      demand.shape().resources().gpus()
    };
    double sum = 0;
    for (int column = 0; column < Dimensions.KNOWN; column++) {
      long capacity = room.capacity(column);
      sum += capacity == 0 ? 0 : (double) (room.free(column) - wanted[column]) / capacity;
    }
    return sum;
  }
}
