package dev.meso.controller.core.placement;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Spreads. Among the agents that may take a task, the goals in order are: the fewest tasks of the
 * same group; the lowest dominant share after the task is placed (the largest fraction of any one
 * resource that is then taken); the first name.
 *
 * <p>Worked example: agents a (4 of 8 cores and 2 of 16 GiB taken) and b (1 of 8 cores and 12 of 16
 * GiB taken), a task of 1 core and 1 GiB, no task of its group on either. After it a's shares would
 * be 5/8 and 3/16, dominant 0.625; b's 2/8 and 13/16, dominant 0.8125. It goes to a.
 *
 * <p>Asks every agent for every task: cost is their product.
 */
public final class SpreadPlacer implements Placer {

  @Override
  public Round start(SortedMap<String, AgentRoom> rooms) {
    TreeMap<String, AgentRoom> left = new TreeMap<>(rooms);
    return demand -> place(demand, left);
  }

  private static Placement place(Demand demand, SortedMap<String, AgentRoom> rooms) {
    Refusals refusals = Refusals.NOBODY;
    @Nullable AgentRoom best = null;
    long bestShare = 0;
    for (AgentRoom room : rooms.values()) {
      Optional<Veto> veto = Feasibility.check(demand, room);
      if (veto.isPresent()) {
        refusals = refusals.with(veto.get());
        continue;
      }
      long share = dominantShare(demand, room);
      if (best == null || better(demand.group(), room, share, best, bestShare)) {
        best = room;
        bestShare = share;
      }
    }
    if (best == null) {
      return new Placement.Unplaced(refusals);
    }
    SortedMap<String, Integer> ports = Ports.choose(demand, best);
    rooms.put(best.agent(), best.taking(demand, ports));
    return new Placement.Placed(best.agent(), best.host(), ports);
  }

  private static boolean better(
      String group, AgentRoom room, long share, AgentRoom best, long bestShare) {
    int byGroup = Integer.compare(room.groupCount(group), best.groupCount(group));
    return byGroup != 0 ? byGroup < 0 : share < bestShare;
  }

  /** In millionths. */
  private static long dominantShare(Demand demand, AgentRoom room) {
    var taken = room.use().resources().plus(demand.resources());
    var capacity = room.capacity();
    long share = share(taken.cpuMillis(), capacity.cpuMillis());
    share = Math.max(share, share(taken.memoryBytes(), capacity.memoryBytes()));
    share = Math.max(share, share(taken.diskBytes(), capacity.diskBytes()));
    share = Math.max(share, share(taken.gpus(), capacity.gpus()));
    for (var scalar : capacity.scalars().entrySet()) {
      long used = taken.scalars().getOrDefault(scalar.getKey(), 0L);
      share = Math.max(share, share(used, scalar.getValue()));
    }
    return share;
  }

  private static long share(long taken, long capacity) {
    return capacity <= 0 ? 0 : (long) ((double) taken / capacity * 1_000_000);
  }
}
