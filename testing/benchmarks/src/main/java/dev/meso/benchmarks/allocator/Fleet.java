package dev.meso.benchmarks.allocator;

import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.AgentFacts;
import dev.meso.controller.core.placement.Rooms;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;

/** Agents of four shapes in racks of forty, and the account book of all of them. */
final class Fleet {
  static final long GI = 1L << 30;
  private static final int PER_RACK = 40;
  private static final long[][] SHAPES = {{16, 64}, {32, 128}, {48, 96}, {64, 512}};

  final Rooms rooms = new Rooms();
  final QueueTree queues = new QueueTree();
  final long[] capacity = new long[4];

  Fleet(int agents, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < agents; i++) {
      long[] shape = SHAPES[random.nextInt(SHAPES.length)];
      TreeMap<String, String> attributes = new TreeMap<>();
      attributes.put("rack", "r" + i / PER_RACK);
      for (int share : Demands.SHARES) {
        attributes.put("part-" + share, Boolean.toString(random.nextInt(100) < share));
      }
      Resources offers =
          new Resources(shape[0] * 1000, shape[1] * GI, 1000 * GI, 0, Collections.emptySortedMap());
      capacity[0] += offers.cpuMillis();
      capacity[1] += offers.memoryBytes();
      capacity[2] += offers.diskBytes();
      rooms.put(
          new AgentFacts(
              String.format(Locale.ROOT, "a%06d", i),
              "host",
              null,
              true,
              attributes,
              List.of(),
              List.of(),
              List.of(),
              offers,
              PortRanges.NONE));
    }
    queues.total(capacity);
  }
}
