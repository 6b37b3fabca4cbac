package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives room to tasks. Goals in order: nothing beyond what agents have and queues may have; tasks
 * for which others were ended get what was cleared for them; the queue that has least of its due
 * comes first ({@link QueueTree}); inside a queue the higher priority and then the older; each task
 * goes where the placer finds best; what found no place may have others ended ({@link Preemption}).
 * A gang that finds no room may have some kept until it can start ({@link Backfill}).
 *
 * <p>A task that no agent may take, or whose queue may not have more, does not hold up those behind
 * it: room only shrinks during a decision, so what asks for the same is not tried again.
 *
 * <p>Works on a trial of the rooms and of the queues, which the caller begins and takes back. Cost:
 * a search for every task that is placed and for every kind of demand that is not, a step in the
 * tree for every task. One use, one thread.
 */
public final class Allocator {
  /**
   * Tasks of one decision for which others are ended, or room is found that is on its way, besides
   * those of gangs.
   */
  public static final int PREEMPTIONS_MAX = 64;

  /** Members of a gang for which others are ended; a gang that needs more waits for room. */
  public static final int GANG_PREEMPTIONS_MAX = 256;

  private final Rooms rooms;
  private final QueueTree queues;
  private final Placer placer;
  private final Preemption preemption;
  private final Backfill backfill;
  private final Tenants tenants;
  private final Outcome outcome;
  private final long seed;
  private final BiConsumer<Ask, Found> hear;
  private final Map<Object, Boolean> nowhere = new LinkedHashMap<>();
  private final List<Waiting> unplaced = new ArrayList<>();

  /** Leaves of which some task found no agent. */
  private final BitSet shortOfRoom = new BitSet();

  /** Hears what becomes of an ask. */
  public interface Outcome {
    /** One task of the ask found a place. */
    void placed(Ask ask, Found found);

    /** One task of the ask gets an agent once what is chosen there has ended. */
    void clearing(Ask ask, Eviction eviction);

    /** So many tasks of the ask found none. */
    void refused(Ask ask, int tasks, Refusal why);

    /** Whether no more can be written in this decision. */
    boolean full();

    /** The ask was not served to its end, since no more can be written. */
    void postponed(Ask ask);
  }

  /**
   * An allocator.
   *
   * @param seed where searches among many agents begin
   */
  public Allocator(
      Rooms rooms,
      QueueTree queues,
      Placer placer,
      Preemption preemption,
      Backfill backfill,
      Tenants tenants,
      long seed,
      Outcome outcome) {
    this.rooms = rooms;
    this.queues = queues;
    this.placer = placer;
    this.preemption = preemption;
    this.backfill = backfill;
    this.tenants = tenants;
    this.seed = seed;
    this.outcome = outcome;
    this.hear = outcome::placed;
  }

  private static final class Waiting {
    final Ask ask;
    final Object alike;
    final long[] amounts;
    int left;

    /** How many must still be placed together. */
    int together;

    /** What kept all of them from being placed. */
    @Nullable Refusal why;

    /** Where its searches begin: whoever else asks makes no difference. */
    long ticket;

    Waiting(Ask ask, long[] amounts, long seed) {
      this.ask = ask;
      this.alike = ask.demand().alike();
      this.amounts = amounts;
      this.left = ask.count();
      this.together = ask.gang().atLeast();
      this.ticket = seed + ask.origin().toString().hashCode() * 0x9E3779B97F4A7C15L;
    }
  }

  /**
   * Serves asks until all are served or refused.
   *
   * @param waiting queues of which others wait for room, found none before, and do not take part
   */
  public void run(List<Ask> asks, Collection<String> waiting) {
    for (String queue : waiting) {
      int leaf = queues.find(queue);
      if (leaf >= 0) {
        shortOfRoom.set(leaf);
      }
    }
    List<Ask> sorted = new ArrayList<>(asks);
    sorted.sort(null);
    sorted.removeIf(this::cleared);
    // Gangs that hold agents already come before all others: what they hold serves nobody yet.
    sorted.sort(Comparator.comparing((Ask ask) -> !ask.gang().begun()));
    Map<Integer, Deque<Waiting>> lines = lines(sorted);
    for (int leaf = queues.pick(); leaf >= 0 && !outcome.full(); leaf = queues.pick()) {
      Deque<Waiting> line = lines.get(leaf);
      Waiting head = line == null ? null : line.peekFirst();
      if (line == null || head == null) {
        leave(leaf);
        continue;
      }
      if (!serve(leaf, head) || head.left == 0) {
        line.removeFirst();
      }
    }
    if (outcome.full()) {
      lines.values().forEach(line -> line.forEach(left -> outcome.postponed(left.ask)));
      unplaced.forEach(left -> outcome.postponed(left.ask));
    } else {
      preempt();
    }
  }

  /** A leaf has nothing more that could be placed. */
  private void leave(int leaf) {
    if (shortOfRoom.get(leaf)) {
      queues.waits(leaf);
    } else {
      queues.rests(leaf);
    }
  }

  /** Gives a task what was cleared for it, or keeps it for it; says whether that is still good. */
  private boolean cleared(Ask ask) {
    AgentRoom room = ask.nominated() == null ? null : rooms.room(ask.nominated());
    int leaf = queues.find(ask.queue());
    if (room == null || leaf < 0) {
      return false;
    }
    long[] amounts = amounts(ask);
    if (queues.admits(leaf, amounts, 1) != null) {
      return false;
    }
    Found found = rooms.placeOn(ask.demand(), room);
    if (found != null) {
      used(found);
      outcome.placed(ask, found);
    } else if (preemption.willFit(ask, room)) {
      rooms.takeInTrial(room, rooms.charge(ask.demand()));
      outcome.clearing(ask, new Eviction(room, List.of()));
    } else {
      return false;
    }
    queues.charge(leaf, amounts, 1);
    return true;
  }

  /** Those that could be placed if they were alone, by queue. */
  private Map<Integer, Deque<Waiting>> lines(List<Ask> sorted) {
    Map<Integer, Deque<Waiting>> lines = new TreeMap<>();
    for (Ask ask : sorted) {
      int leaf = queues.find(ask.queue());
      if (leaf < 0) {
        outcome.refused(ask, ask.count(), new Refusal.NoQueue(ask.queue()));
        continue;
      }
      Waiting waiting = new Waiting(ask, amounts(ask), seed);
      if (nowhere(waiting)) {
        shortOfRoom.set(leaf);
      }
      if (nowhere(waiting) && waiting.together > 0 && !backfill.possible()) {
        waiting.why = new Refusal.Incomplete(0, waiting.together, new Refusal.NoAgent(), null);
        unplaced.add(waiting);
      } else if (nowhere(waiting) && waiting.together == 0) {
        unplaced.add(waiting);
      } else {
        lines.computeIfAbsent(leaf, _ -> new ArrayDeque<>()).add(waiting);
      }
    }
    shortOfRoom.stream().forEach(queues::waits);
    lines.forEach((leaf, line) -> queues.wants(leaf, most(line)));
    return lines;
  }

  /** The most that a task of a line asks for, of every column. */
  private long[] most(Deque<Waiting> line) {
    long[] most = new long[rooms.dimensions().size()];
    for (Waiting waiting : line) {
      for (int column = 0; column < waiting.amounts.length; column++) {
        most[column] = Math.max(most[column], waiting.amounts[column]);
      }
    }
    return most;
  }

  private boolean nowhere(Waiting waiting) {
    Boolean known = nowhere.get(waiting.alike);
    if (known == null) {
      int mark = rooms.mark();
      known = placer.place(rooms, waiting.ask.demand(), waiting.ticket) == null;
      rooms.rollback(mark);
      nowhere.put(waiting.alike, known);
    }
    return known;
  }

  /** Places one task, or a gang; if it cannot be, the ask is out of the line. */
  private boolean serve(int leaf, Waiting waiting) {
    if (waiting.together > 0) {
      return gang(leaf, waiting);
    }
    Refusal refusal = place(leaf, waiting, hear);
    if (refusal instanceof Refusal.NoAgent || refusal instanceof Refusal.Kept) {
      nowhere.put(waiting.alike, true);
      shortOfRoom.set(leaf);
    }
    if (refusal instanceof Refusal.NoAgent) {
      unplaced.add(waiting);
    } else if (refusal != null) {
      outcome.refused(waiting.ask, waiting.left, refusal);
    } else {
      waiting.left--;
    }
    return refusal == null;
  }

  private @Nullable Refusal place(int leaf, Waiting waiting, BiConsumer<Ask, Found> placed) {
    boolean nowhere = Boolean.TRUE.equals(this.nowhere.get(waiting.alike));
    if (nowhere && backfill.start() == null) {
      return new Refusal.NoAgent();
    }
    Denial denial = queues.admits(leaf, waiting.amounts, 1);
    if (denial != null) {
      return new Refusal.Denied(denial);
    }
    Demand demand = waiting.ask.demand();
    Found found = nowhere ? null : placer.place(rooms, demand, ++waiting.ticket);
    Backfill.Start start = backfill.start();
    if (found == null && start != null && waiting.together == 0) {
      found = backfill.within(demand);
      if (found == null && backfill.inTheWay(demand)) {
        return new Refusal.Kept(start);
      }
    }
    if (found == null) {
      return new Refusal.NoAgent();
    }
    queues.charge(leaf, waiting.amounts, 1);
    used(found);
    placed.accept(waiting.ask, found);
    return null;
  }

  /** What was reserved for a queue and is used now counts once. */
  private void used(Found found) {
    AgentRoom room = found.room();
    if (room.facts().reservations().isEmpty()) {
      return;
    }
    SortedMap<String, long[]> after = room.idle();
    rooms.giveBackInTrial(room, found.charge());
    SortedMap<String, long[]> before = room.idle();
    rooms.takeInTrial(room, found.charge());
    after.forEach((queue, amounts) -> queues.reserve(queues.leaf(queue), amounts));
    before.forEach(
        (queue, amounts) -> queues.reserve(queues.leaf(queue), QueueTree.negative(amounts)));
  }

  /** Places all that must be placed together, or none of them. */
  private boolean gang(int leaf, Waiting waiting) {
    int room = rooms.mark();
    int account = queues.mark();
    List<Found> members = new ArrayList<>();
    Refusal refusal = waiting.left < waiting.together ? new Refusal.NoAgent() : null;
    while (refusal == null && members.size() < waiting.together) {
      refusal = place(leaf, waiting, (_, found) -> members.add(found));
    }
    if (refusal != null) {
      queues.rollback(account);
      rooms.rollback(room);
      shortOfRoom.set(leaf);
      if (refusal instanceof Refusal.NoAgent && waiting.left >= waiting.together) {
        backfill.keep(waiting.ask, leaf, waiting.amounts, waiting.ticket);
      }
      Backfill.Start start = backfill.start();
      Instant latest = start != null && start.gang().equals(waiting.ask) ? start.latest() : null;
      waiting.why = new Refusal.Incomplete(members.size(), waiting.together, refusal, latest);
      if (refusal instanceof Refusal.NoAgent) {
        unplaced.add(waiting);
      } else {
        outcome.refused(waiting.ask, waiting.left, waiting.why);
      }
      return false;
    }
    queues.keep();
    members.forEach(found -> outcome.placed(waiting.ask, found));
    waiting.left -= members.size();
    waiting.together = 0;
    return true;
  }

  private record Kind(Object alike, String queue) {}

  /** Has others ended for those that found no agent, the highest priority first. */
  private void preempt() {
    unplaced.sort((one, other) -> one.ask.compareTo(other.ask));
    Set<Kind> hopeless = new LinkedHashSet<>();
    int done = 0;
    for (Waiting waiting : unplaced) {
      Kind kind = new Kind(waiting.alike, waiting.ask.queue());
      if (waiting.together > 0 && waiting.ask.preempts() && !hopeless.contains(kind)) {
        preemptGang(waiting);
      }
      int awaited = 0;
      while (waiting.left > 0
          && waiting.together == 0
          && done < PREEMPTIONS_MAX
          && waiting.ask.preempts()
          && !hopeless.contains(kind)) {
        Eviction eviction = clear(waiting);
        if (eviction == null) {
          // Whoever comes later has no higher priority.
          hopeless.add(kind);
          break;
        }
        done++;
        waiting.left--;
        if (eviction.victims().isEmpty()) {
          awaited++; // Room is on its way already: nobody need end for it.
        } else {
          outcome.clearing(waiting.ask, eviction);
        }
      }
      waiting.left += awaited;
      if (waiting.left > 0) {
        Refusal why = waiting.together > 0 ? waiting.why : null;
        outcome.refused(waiting.ask, waiting.left, why == null ? new Refusal.NoAgent() : why);
      }
    }
  }

  /**
   * Has others ended for the members of a gang that find no room, if that gives room to all of
   * them. Members that find some get it at once and wait for the others.
   */
  private void preemptGang(Waiting waiting) {
    if (waiting.left < waiting.together) {
      return; // Others of the gang wait for agents that are being cleared.
    }
    int leaf = queues.find(waiting.ask.queue());
    backfill.release(waiting.ask);
    int room = rooms.mark();
    int account = queues.mark();
    List<Found> members = new ArrayList<>();
    List<Eviction> evictions = new ArrayList<>();
    boolean all = true;
    while (all && members.size() + evictions.size() < waiting.together) {
      Found found =
          evictions.isEmpty() && queues.admits(leaf, waiting.amounts, 1) == null
              ? placer.place(rooms, waiting.ask.demand(), ++waiting.ticket)
              : null;
      if (found != null) {
        queues.charge(leaf, waiting.amounts, 1);
        used(found);
        preemption.changed(found.agent());
        members.add(found);
        continue;
      }
      Eviction eviction = evictions.size() < GANG_PREEMPTIONS_MAX ? clear(waiting) : null;
      all = eviction != null;
      if (eviction != null) {
        evictions.add(eviction);
      }
    }
    // Where nobody need end, all the room is on its way.
    if (!all || evictions.stream().allMatch(eviction -> eviction.victims().isEmpty())) {
      queues.rollback(account);
      rooms.rollback(room);
      for (Eviction eviction : evictions) {
        eviction.victims().forEach(victim -> tenants.spared(eviction.room().agent(), victim));
      }
      preemption.takenBack();
      return;
    }
    queues.keep();
    members.forEach(found -> outcome.placed(waiting.ask, found));
    evictions.forEach(eviction -> outcome.clearing(waiting.ask, eviction));
    waiting.left -= waiting.together;
    waiting.together = 0;
  }

  /**
   * Chooses whom to end for one task, nobody where room is on its way already, and keeps the room
   * for it; null when there is no way.
   */
  private @Nullable Eviction clear(Waiting waiting) {
    int leaf = queues.find(waiting.ask.queue());
    if (queues.admits(leaf, waiting.amounts, 1) != null) {
      return null;
    }
    Eviction eviction = preemption.find(waiting.ask, ++waiting.ticket);
    if (eviction == null) {
      return null;
    }
    String agent = eviction.room().agent();
    for (Victim victim : eviction.victims()) {
      tenants.chosen(agent, victim);
      queues.charge(queues.leaf(victim.queue()), QueueTree.negative(victim.charge().amounts()), -1);
    }
    // It is kept for the task from now on, though it is not free yet.
    rooms.takeInTrial(eviction.room(), rooms.charge(waiting.ask.demand()));
    queues.charge(leaf, waiting.amounts, 1);
    preemption.changed(agent);
    return eviction;
  }

  private long[] amounts(Ask ask) {
    return rooms.dimensions().vector(ask.demand().shape().resources());
  }
}
