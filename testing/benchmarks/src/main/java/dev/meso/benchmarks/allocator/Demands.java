package dev.meso.benchmarks.allocator;

import dev.meso.api.resource.Resources;
import dev.meso.controller.core.placement.Company;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kinds of tasks, drawn as Google's traces are described: processors lognormal (median 0.7 cores),
 * memory by a lognormal ratio, popularity by Zipf's law.
 */
final class Demands {
  /** Percentages of agents to which constrained kinds are restricted. */
  static final int[] SHARES = {50, 20, 5};

  private static final int KINDS = 400;
  private static final double ZIPF = 0.9;

  private final List<Demand> kinds = new ArrayList<>();
  private final double[] upTo = new double[KINDS];
  private final Random random;

  /**
   * Kinds.
   *
   * @param constrained whether two in five are restricted to a part of the agents
   */
  Demands(long seed, boolean constrained) {
    random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < KINDS; i++) {
      sum += 1 / Math.pow(i + 1, ZIPF);
      upTo[i] = sum;
      kinds.add(kind(i, constrained && i % 5 < 2));
    }
    for (int i = 0; i < KINDS; i++) {
      upTo[i] /= sum;
    }
  }

  Demand next() {
    double drawn = random.nextDouble();
    int low = 0;
    int high = KINDS - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] < drawn) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return kinds.get(low);
  }

  /** A task of so many cores and as many gibibytes. */
  static Demand cores(long cores) {
    Resources wanted =
        new Resources(cores * 1000, cores * Fleet.GI, 0, 0, Collections.emptySortedMap());
    return demand(wanted, new TreeMap<>(), "default/Job/large");
  }

  private Demand kind(int number, boolean constrained) {
    double cores = Math.min(24, 0.7 * Math.exp(1.1 * random.nextGaussian()));
    double gibibytes = Math.min(100, cores * 4 * Math.exp(0.8 * random.nextGaussian()));
    TreeMap<String, String> selector = new TreeMap<>();
    if (constrained) {
      selector.put("part-" + SHARES[number % SHARES.length], "true");
    }
    Resources wanted =
        new Resources(
            Math.max(10, (long) (cores * 1000)),
            Math.max(1 << 20, (long) (gibibytes * Fleet.GI)),
            Fleet.GI,
            0,
            Collections.emptySortedMap());
    return demand(wanted, selector, "default/Job/j" + number);
  }

  private static Demand demand(Resources wanted, SortedMap<String, String> selector, String group) {
    return new Demand(
        new Shape(wanted, selector, new TreeMap<>(), List.of()),
        "default",
        group,
        false,
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }
}
