package dev.meso.benchmarks.trace;

import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;

/**
 * A fleet and tasks drawn like Google's traces are described: agents of four shapes, processors
 * lognormal (median 0.7 cores, at most 24), memory by a lognormal ratio to them (median 4 GiB a
 * core, at most 100 GiB). The same seed draws the same.
 */
final class Drawn {
  static final int AGENTS = 400;
  static final int TASKS = 2000;
  private static final long GI = 1L << 30;
  private static final long[][] SHAPES = {{16, 64}, {32, 128}, {48, 96}, {64, 512}};

  private Drawn() {}

  static Workload of(long seed) {
    return of(seed, AGENTS);
  }

  static Workload of(long seed, int size) {
    Random random = new Random(seed);
    List<AgentFacts> agents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long[] shape = SHAPES[random.nextInt(SHAPES.length)];
      agents.add(
          Workload.agent(
              String.format(Locale.ROOT, "a%04d", i),
              resources(shape[0] * 1000, shape[1] * GI),
              new TreeMap<>()));
    }
    List<Demand> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      double cores = Math.min(24, 0.7 * Math.exp(1.1 * random.nextGaussian()));
      double gibibytes = Math.min(100, cores * 4 * Math.exp(0.8 * random.nextGaussian()));
      tasks.add(
          Workload.demand(
              resources(Math.max(10, (long) (cores * 1000)), (long) (gibibytes * GI)), List.of()));
    }
    return new Workload("drawn", agents, tasks, Dimensions.CPU);
  }

  private static Resources resources(long millicores, long bytes) {
    return new Resources(millicores, bytes, 0, 0, Collections.emptySortedMap());
  }
}
