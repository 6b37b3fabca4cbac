package dev.meso.controller.core.placement;

import dev.meso.api.resource.PortRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An agent as placement sees it: its facts, and what is taken of it by every assignment, those in
 * flight and those whose deletion is in flight too.
 *
 * <p>Changed by its {@link Rooms} alone, which keep the index in step; not thread-safe.
 */
public final class AgentRoom {
  private static final long[] NOTHING = new long[0];

  /** Never used again for another agent; in no order that means anything. */
  final int id;

  private AgentFacts facts;
  private long[] capacity;
  private long[] used = NOTHING;
  private final BitSet ports = new BitSet();

  /** Ports that more than one assignment holds, which only others' hands can bring about. */
  private final TreeMap<Integer, Integer> shared = new TreeMap<>();

  private int portsTakenInRanges;

  /** What queues have here; kept only while something is reserved. */
  private final TreeMap<String, long[]> byQueue = new TreeMap<>();

  /** Who has volumes to himself, by uid; several only by others' hands. */
  private final TreeMap<String, List<String>> holders = new TreeMap<>();

  private int portCursor;
  private int tasks;
  private @Nullable String unaccounted;

  /** Its place among all agents by name; good until an agent comes or goes. */
  int slot = -1;

  AgentRoom(int id, AgentFacts facts, long[] capacity) {
    this.id = id;
    this.facts = facts;
    this.capacity = capacity;
  }

  AgentRoom(AgentRoom from) {
    id = from.id;
    facts = from.facts;
    capacity = from.capacity;
    used = from.used.clone();
    ports.or(from.ports);
    shared.putAll(from.shared);
    from.byQueue.forEach((queue, amounts) -> byQueue.put(queue, amounts.clone()));
    portsTakenInRanges = from.portsTakenInRanges;
    from.holders.forEach((volume, who) -> holders.put(volume, new ArrayList<>(who)));
    portCursor = from.portCursor;
    tasks = from.tasks;
    unaccounted = from.unaccounted;
    slot = from.slot;
  }

  public AgentFacts facts() {
    return facts;
  }

  public String agent() {
    return facts.agent();
  }

  /** What is offered of a column of {@link Dimensions}. */
  public long capacity(int column) {
    return Dimensions.at(capacity, column);
  }

  /** Whether it would have so much if nothing were taken. */
  boolean offers(long[] amounts) {
    for (int column = 0; column < amounts.length; column++) {
      if (amounts[column] > 0 && amounts[column] > capacity(column)) {
        return false;
      }
    }
    return true;
  }

  /** What is taken of a column. */
  public long used(int column) {
    return Dimensions.at(used, column);
  }

  /** What is left of a column; negative where more is taken than the agent offers. */
  public long free(int column) {
    return capacity(column) - used(column);
  }

  /** What of a column is kept for others than this queue, and not used by them. */
  long keptFrom(String queue, int column) {
    long kept = 0;
    for (AgentFacts.Reserved reserved : facts.reservations()) {
      if (!reserved.serves(queue)) {
        kept += Math.max(0, Dimensions.at(reserved.amounts(), column) - has(reserved, column));
      }
    }
    return kept;
  }

  /**
   * What is reserved for queues and not used by them, by queue; those that use all of it are left
   * out.
   */
  public SortedMap<String, long[]> idle() {
    SortedMap<String, long[]> idle = new TreeMap<>();
    for (AgentFacts.Reserved reserved : facts.reservations()) {
      long[] rest = new long[reserved.amounts().length];
      boolean some = false;
      for (int column = 0; column < rest.length; column++) {
        rest[column] =
            Math.max(0, Dimensions.at(reserved.amounts(), column) - has(reserved, column));
        some |= rest[column] > 0;
      }
      if (some) {
        idle.merge(reserved.queue(), rest, AgentRoom::sum);
      }
    }
    return idle;
  }

  private long has(AgentFacts.Reserved reserved, int column) {
    long has = 0;
    for (Map.Entry<String, long[]> entry : byQueue.entrySet()) {
      has += reserved.serves(entry.getKey()) ? Dimensions.at(entry.getValue(), column) : 0;
    }
    return has;
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = Arrays.copyOf(one, Math.max(one.length, other.length));
    for (int column = 0; column < other.length; column++) {
      sum[column] += other[column];
    }
    return sum;
  }

  /** Counts anew what queues have here. */
  void recount(Iterable<Charge> charges) {
    byQueue.clear();
    if (!facts.reservations().isEmpty()) {
      charges.forEach(charge -> byQueue(charge.queue(), charge.amounts(), true));
    }
  }

  private void byQueue(String queue, long[] amounts, boolean added) {
    long[] has = byQueue.getOrDefault(queue, NOTHING);
    long[] sum = Arrays.copyOf(has, Math.max(has.length, amounts.length));
    for (int i = 0; i < amounts.length; i++) {
      sum[i] += added ? amounts[i] : -amounts[i];
    }
    byQueue.put(queue, sum);
  }

  /** How many assignments are charged to it. */
  public int tasks() {
    return tasks;
  }

  /** Something on the agent whose use is not known, which keeps new work away. */
  public @Nullable String unaccounted() {
    return unaccounted;
  }

  /** Whether a host port is taken. */
  public boolean taken(int port) {
    return ports.get(port);
  }

  /** How many dynamic ports are free. */
  public int portsFree() {
    return facts.portRanges().size() - portsTakenInRanges;
  }

  /** Dynamic ports are searched from here, so that one is not used again at once. */
  public int portCursor() {
    return portCursor;
  }

  void portCursor(int port) {
    portCursor = port;
  }

  void facts(AgentFacts changed, long[] newCapacity) {
    boolean otherPorts = !changed.portRanges().equals(facts.portRanges());
    facts = changed;
    capacity = newCapacity;
    if (otherPorts) {
      PortRanges ranges = changed.portRanges();
      portsTakenInRanges = (int) ports.stream().filter(ranges::contains).count();
    }
  }

  void unaccounted(@Nullable String what) {
    unaccounted = what;
  }

  /** Adds what no task takes but a volume, or takes it away. */
  void keep(long[] amounts, String queue, boolean added) {
    take(amounts, added);
    if (!facts.reservations().isEmpty()) {
      byQueue(queue, amounts, added);
    }
  }

  /** Who has a volume to himself; null when nobody does. */
  @Nullable String holder(String volume) {
    List<String> holding = holders.get(volume);
    return holding == null ? null : holding.getFirst();
  }

  private void hold(Charge charge, boolean added) {
    for (String volume : charge.volumes()) {
      if (added) {
        holders.computeIfAbsent(volume, _ -> new ArrayList<>()).add(charge.holder());
      } else {
        List<String> holding = holders.get(volume);
        if (holding != null) {
          holding.remove(charge.holder());
          if (holding.isEmpty()) {
            holders.remove(volume);
          }
        }
      }
    }
  }

  private void take(long[] amounts, boolean added) {
    if (amounts.length > used.length) {
      used = Arrays.copyOf(used, amounts.length);
    }
    for (int i = 0; i < amounts.length; i++) {
      used[i] = Math.addExact(used[i], added ? amounts[i] : -amounts[i]);
    }
  }

  /** Adds a charge, or takes it away. */
  void charge(Charge charge, boolean added) {
    take(charge.amounts(), added);
    hold(charge, added);
    tasks += added ? 1 : -1;
    if (!facts.reservations().isEmpty()) {
      byQueue(charge.queue(), charge.amounts(), added);
    }
    for (int port : charge.ports()) {
      if (added) {
        takePort(port);
      } else {
        freePort(port);
      }
    }
  }

  private void takePort(int port) {
    if (ports.get(port)) {
      shared.merge(port, 1, Integer::sum);
      return;
    }
    ports.set(port);
    portsTakenInRanges += facts.portRanges().contains(port) ? 1 : 0;
  }

  private void freePort(int port) {
    Integer others = shared.get(port);
    if (others != null) {
      if (others == 1) {
        shared.remove(port);
      } else {
        shared.put(port, others - 1);
      }
      return;
    }
    ports.clear(port);
    portsTakenInRanges -= facts.portRanges().contains(port) ? 1 : 0;
  }
}
