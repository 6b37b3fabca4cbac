package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets small work pass a gang that waits, as far as it does not put it off. For the first gang
 * whose turn comes and that finds no room it is worked out when there is room for all of it at the
 * latest: when enough has ended of what may not run for longer than it says. What of today's room
 * the gang will need then is kept: only tasks that will have ended by then may use it.
 *
 * <p>Nothing is kept where the time cannot be known, or for a second gang. What is kept are
 * amounts; ports, and where other tasks are, may still keep the gang away.
 *
 * <p>Worked example: an agent of 4 cores runs a task of 2 cores that ends at 12:10 at the latest; a
 * gang of two tasks of 2 cores waits. It can start at 12:10, with the 2 cores that are free now. A
 * task of 1 core that may run for 5 minutes is placed at 12:00; one without a limit is not.
 *
 * <p>Source: EASY backfilling (Lifka, The ANL/IBM SP Scheduling System, JSSPP'95; Mu'alem and
 * Feitelson, IEEE TPDS 12(6), 2001), whose nodes are here amounts on agents.
 *
 * <p>Works on a trial of the rooms and the queues. Cost: as many placements of the gang as the
 * number of departures has binary digits. One use, one thread.
 */
public final class Backfill {
  private static final int[] NO_PORTS = {};

  private final Rooms rooms;
  private final QueueTree queues;
  private final Placer placer;
  private final Supplier<List<Departure>> departures;
  private final Instant now;
  private final Map<String, Kept> kept = new TreeMap<>();

  /** Demands that find nothing in what is kept. */
  private final Set<Object> hopeless = new LinkedHashSet<>();

  private final Map<Object, Boolean> inTheWay = new LinkedHashMap<>();
  private @Nullable Start start;

  /**
   * Works on a trial of the rooms and the queues.
   *
   * @param departures what is known to end, that first that ends first; asked for when it matters
   */
  public Backfill(
      Rooms rooms,
      QueueTree queues,
      Placer placer,
      Supplier<List<Departure>> departures,
      Instant now) {
    this.rooms = rooms;
    this.queues = queues;
    this.placer = placer;
    this.departures = departures;
    this.now = now;
  }

  /**
   * When a gang can start.
   *
   * @param latest then there is room for all of it
   */
  public record Start(Ask gang, Instant latest) {}

  /** What is kept on an agent. */
  private static final class Kept {
    final AgentRoom room;
    Charge charge;

    Kept(AgentRoom room, Charge charge) {
      this.room = room;
      this.charge = charge;
    }
  }

  /** Whether it may be known when a gang can start. */
  public boolean possible() {
    return !departures.get().isEmpty();
  }

  /** The gang for which room is kept, if there is one. */
  public @Nullable Start start() {
    return start;
  }

  /**
   * Keeps room for a gang that finds none now, unless some is kept for another one.
   *
   * @param amounts what each member takes, by column
   * @param ticket where in the circle of agents the searches begin
   */
  public void keep(Ask gang, int leaf, long[] amounts, long ticket) {
    List<Departure> ends = departures.get();
    if (start != null || ends.isEmpty() || members(gang, leaf, amounts, ticket, ends) == null) {
      return;
    }
    int tooFew = 0;
    int enough = ends.size();
    while (enough - tooFew > 1) {
      int some = (tooFew + enough) >>> 1;
      if (members(gang, leaf, amounts, ticket, ends.subList(0, some)) == null) {
        tooFew = some;
      } else {
        enough = some;
      }
    }
    List<Departure> gone = ends.subList(0, enough);
    Map<String, long[]> needed = members(gang, leaf, amounts, ticket, gone);
    if (needed != null) {
      start = new Start(gang, gone.getLast().at());
      take(gang, needed, gone);
    }
  }

  /** Keeps no room any longer for a gang that gets it otherwise. */
  public void release(Ask gang) {
    if (start != null && start.gang().equals(gang)) {
      kept.values().forEach(one -> rooms.giveBackInTrial(one.room, one.charge));
      kept.clear();
      start = null;
    }
  }

  /** A place in what is kept for a task that will have ended in time; charged in the trial. */
  public @Nullable Found within(Demand demand) {
    Duration runs = demand.runsAtMost();
    if (start == null
        || runs == null
        || now.plus(runs).isAfter(start.latest())
        || hopeless.contains(demand.alike())) {
      return null;
    }
    long[] wanted = rooms.dimensions().vector(demand.shape().resources());
    for (Kept one : kept.values()) {
      Found found = large(one, wanted) ? placeIn(one, demand) : null;
      if (found != null) {
        return found;
      }
    }
    hopeless.add(demand.alike());
    return null;
  }

  /** Whether a task would find room if none were kept. */
  public boolean inTheWay(Demand demand) {
    if (start == null) {
      return false;
    }
    Boolean known = inTheWay.get(demand.alike());
    if (known == null) {
      int mark = rooms.mark();
      long[] wanted = rooms.dimensions().vector(demand.shape().resources());
      known = false;
      for (Kept one : kept.values()) {
        if (large(one, wanted)) {
          rooms.giveBackInTrial(one.room, one.charge);
          known |= rooms.placeOn(demand, one.room) != null;
          rooms.rollback(mark);
        }
      }
      inTheWay.put(demand.alike(), known);
    }
    return known;
  }

  /** What a gang takes of each agent once some have gone; null when it does not fit then. */
  private @Nullable Map<String, long[]> members(
      Ask gang, int leaf, long[] amounts, long ticket, List<Departure> gone) {
    int room = rooms.mark();
    int account = queues.mark();
    try {
      gone.forEach(one -> rooms.giveBackInTrial(one.room(), one.charge()));
      Map<String, long[]> needed = new TreeMap<>();
      for (int i = 0; i < gang.gang().atLeast(); i++) {
        Found found =
            queues.admits(leaf, amounts, 1) == null
                ? placer.place(rooms, gang.demand(), ticket + i)
                : null;
        if (found == null) {
          return null;
        }
        queues.charge(leaf, amounts, 1);
        add(needed.computeIfAbsent(found.agent(), _ -> new long[amounts.length]), amounts, 1);
      }
      return needed;
    } finally {
      queues.rollback(account);
      rooms.rollback(room);
    }
  }

  /** Takes what the gang needs beyond what those leave that go. */
  private void take(Ask gang, Map<String, long[]> needed, List<Departure> gone) {
    for (Departure one : gone) {
      long[] missing = needed.get(one.room().agent());
      if (missing != null) {
        add(missing, one.charge().amounts(), -1);
      }
    }
    needed.forEach(
        (agent, amounts) -> {
          AgentRoom room = rooms.room(agent);
          if (room != null && atMostFree(room, amounts)) {
            Kept one = new Kept(room, charge(amounts, gang.queue()));
            rooms.takeInTrial(room, one.charge);
            kept.put(agent, one);
          }
        });
  }

  private @Nullable Found placeIn(Kept one, Demand demand) {
    rooms.giveBackInTrial(one.room, one.charge);
    Found found = rooms.placeOn(demand, one.room);
    if (found != null) {
      long[] left = one.charge.amounts().clone();
      atMostFree(one.room, left);
      one.charge = charge(left, one.charge.queue());
    }
    rooms.takeInTrial(one.room, one.charge);
    return found;
  }

  /** Whether an agent has enough with what is kept there. */
  private static boolean large(Kept one, long[] wanted) {
    for (int column = 0; column < wanted.length; column++) {
      long all = one.room.free(column) + Dimensions.at(one.charge.amounts(), column);
      if (wanted[column] > 0 && wanted[column] > all) {
        return false;
      }
    }
    return true;
  }

  /** Cuts amounts down to what an agent has left; says whether anything remains. */
  private static boolean atMostFree(AgentRoom room, long[] amounts) {
    boolean some = false;
    for (int column = 0; column < amounts.length; column++) {
      amounts[column] = Math.clamp(amounts[column], 0, Math.max(0, room.free(column)));
      some |= amounts[column] > 0;
    }
    return some;
  }

  private static void add(long[] sum, long[] amounts, int sign) {
    for (int column = 0; column < sum.length; column++) {
      sum[column] += sign * Dimensions.at(amounts, column);
    }
  }

  /** A charge that is no task: it is in no namespace and has no labels. */
  private static Charge charge(long[] amounts, String queue) {
    return new Charge(amounts, NO_PORTS, "", null, Collections.emptySortedMap(), queue);
  }
}
