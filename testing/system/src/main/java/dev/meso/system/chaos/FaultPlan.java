package dev.meso.system.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Which faults a run injects, and when: drawn from its seed before it begins, so that one seed is
 * one plan. Each lane deals its kinds like cards, the whole deck before any comes again, and leaves
 * a pause after each fault, longest for etcd, so that most of the time a majority of it is well.
 * Every fault is over when the time is.
 */
record FaultPlan(Map<FaultKind.Lane, List<Fault>> lanes) {
  private static final Map<FaultKind.Lane, Duration> PAUSE_MAX =
      Map.of(
          FaultKind.Lane.CONTROLLERS, Duration.ofSeconds(6),
          FaultKind.Lane.AGENTS, Duration.ofSeconds(4),
          FaultKind.Lane.ETCD, Duration.ofSeconds(10));

  /**
   * Draws a plan.
   *
   * @param length of the time with faults
   * @param nodes the names of each lane's nodes
   * @param skipped kinds that this machine does not permit
   */
  static FaultPlan draw(
      long seed, Duration length, Map<FaultKind.Lane, List<String>> nodes, Set<FaultKind> skipped) {
    Map<FaultKind.Lane, List<Fault>> lanes = new EnumMap<>(FaultKind.Lane.class);
    for (FaultKind.Lane lane : FaultKind.Lane.values()) {
      Random random = new Random(seed * 31 + lane.name().hashCode());
      lanes.put(lane, faults(lane, random, length, nodes.getOrDefault(lane, List.of()), skipped));
    }
    return new FaultPlan(lanes);
  }

  private static List<Fault> faults(
      FaultKind.Lane lane,
      Random random,
      Duration length,
      List<String> nodes,
      Set<FaultKind> skipped) {
    Duration pauseMax = PAUSE_MAX.getOrDefault(lane, Duration.ZERO);
    List<Fault> faults = new ArrayList<>();
    List<FaultKind> deck = new ArrayList<>();
    Duration at = between(random, Duration.ofSeconds(1), pauseMax);
    while (true) {
      if (deck.isEmpty()) {
        for (FaultKind kind : FaultKind.values()) {
          if (kind.lane() == lane && !skipped.contains(kind)) {
            deck.addAll(Collections.nCopies(cards(kind), kind));
          }
        }
        Collections.shuffle(deck, random);
      }
      FaultKind kind = deck.removeLast();
      List<String> targets = new ArrayList<>(nodes);
      Collections.shuffle(targets, random);
      Fault fault =
          new Fault(
              at,
              kind,
              targets.subList(0, kind.targets()).stream().sorted().toList(),
              between(random, kind.atLeast(), kind.atMost()));
      if (fault.end().compareTo(length) > 0) {
        return List.copyOf(faults);
      }
      faults.add(fault);
      at = fault.end().plus(between(random, Duration.ofSeconds(1), pauseMax));
    }
  }

  /** One member of three is no outage, so that is what happens to etcd mostly. */
  private static int cards(FaultKind kind) {
    return kind.lane() == FaultKind.Lane.ETCD && kind.targets() == 1 ? 2 : 1;
  }

  private static Duration between(Random random, Duration least, Duration most) {
    return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
  }
}
