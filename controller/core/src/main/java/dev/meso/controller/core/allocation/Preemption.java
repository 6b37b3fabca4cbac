package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what has to end so that a task can run. Goals in order: never for nothing, so it is decided
 * with the place that it makes room for; the least harm: the lowest priority of the dearest victim,
 * then the least work lost, then the fewest victims; of equals the first agent by name.
 *
 * <p>Who may be ended: in the same queue whatever has a lower priority; in another queue whatever
 * goes beyond that queue's guarantee, if the own queue is still within its guarantee ({@link
 * QueueTree#reclaims}); nothing beyond its owner's disruption budget.
 *
 * <p>On an agent victims are chosen from the lowest priority upwards and, of the same, the youngest
 * first, until the predicate lets the task pass; then each that turns out not to be needed is
 * spared, the dearest first.
 *
 * <p>Worked example: an agent of 8 cores runs a (priority 0, 2 cores), b (0, 4 cores) and c (5, 2
 * cores); a task of 4 cores and priority 10 comes. a and b are chosen in that order, since a is the
 * younger; b alone is enough, so a is spared.
 *
 * <p>Asks at most {@value #AGENTS_MAX} agents, so the harm is the least among these. What others
 * with the same demand found out is remembered; {@link #changed} and {@link #takenBack} say what is
 * not true any more. Where nothing but amounts matters they are counted, without a trial.
 */
public final class Preemption {
  /** Agents that are looked at for the first of the tasks that ask for the same. */
  public static final int AGENTS_MAX = 32;

  /**
   * Agents that are looked at anew for each further one, while what was found on the others is
   * remembered. So few are nearly as good: where each takes the least of 32, the harm is the 33rd
   * part of the way up on average; where 12 come in for each that is taken, those are taken that
   * lie below the 12th part, on average at the 24th. Looking is what a preemption costs.
   */
  public static final int AGENTS_MORE = 12;

  /**
   * Attempts that are ended for one task; they are written together with what they make room for.
   */
  public static final int VICTIMS_MAX = 16;

  private final Rooms rooms;
  private final QueueTree queues;
  private final Tenants tenants;
  private final Instant now;
  private final Map<Kind, Prospects> prospects = new LinkedHashMap<>();

  private record Kind(Object alike, String queue, int priority) {}

  /** Works on a trial of the rooms and the queues. */
  public Preemption(Rooms rooms, QueueTree queues, Tenants tenants, Instant now) {
    this.rooms = rooms;
    this.queues = queues;
    this.tenants = tenants;
    this.now = now;
  }

  /** A task for which room is to be made. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Wanted(Ask ask, int leaf, long[] amounts, boolean reclaims, Query query) {}

  /**
   * The least harmful way to make room for a task of this ask; null when there is none.
   *
   * @param ticket where in the circle of agents the search begins
   */
  public @Nullable Eviction find(Ask ask, long ticket) {
    int leaf = queues.find(ask.queue());
    if (leaf < 0) {
      return null;
    }
    long[] amounts = rooms.dimensions().vector(ask.demand().shape().resources());
    boolean reclaims = queues.guaranteed(leaf, amounts);
    Wanted wanted = new Wanted(ask, leaf, amounts, reclaims, rooms.query(ask.demand()));
    Kind kind = new Kind(ask.demand().alike(), ask.queue(), ask.priority());
    // What may be reclaimed may grow too, while others of the queue end: then nothing is good.
    Prospects known = reclaims ? null : prospects.get(kind);
    if (known == null) {
      known = new Prospects();
      prospects.put(kind, known);
    }
    int more = known.isEmpty() ? AGENTS_MAX : AGENTS_MORE;
    for (AgentRoom room : rooms.suiting(wanted.query(), ticket, AGENTS_MAX)) {
      if (more > 0 && known.unknown(room.agent())) {
        known.learn(room.agent(), harm(wanted, room));
        more--;
      }
    }
    return least(wanted, known);
  }

  /** The least harm, verified: budgets may have been used up since it was worked out. */
  private @Nullable Eviction least(Wanted wanted, Prospects known) {
    Harm least = known.least();
    while (least != null) {
      Harm now = harm(wanted, least.eviction().room());
      if (now != null && now.compareTo(least) <= 0) {
        return now.eviction();
      }
      known.learn(least.agent(), now);
      least = known.least();
    }
    return null;
  }

  /** Says that something was chosen or taken on an agent. */
  void changed(String agent) {
    prospects.values().forEach(known -> known.forget(agent));
  }

  /** Says that something was taken back. */
  void takenBack() {
    prospects.clear();
  }

  /** Whether a task will fit once what is being ended on the agent has ended. */
  public boolean willFit(Ask ask, AgentRoom room) {
    Query query = rooms.query(ask.demand());
    int mark = rooms.mark();
    try {
      tenants.leaving(room.agent()).forEach(charge -> rooms.giveBackInTrial(room, charge));
      return rooms.refusal(query, room) == null;
    } finally {
      rooms.rollback(mark);
    }
  }

  /**
   * Whether there may be a way on an agent, by its amounts alone. Never no where there is one:
   * everybody is counted who might be ended.
   */
  private boolean possible(Wanted wanted, AgentRoom room, List<Victim> victims) {
    Clearance.Amounts amounts = remaining(wanted, room);
    for (int i = 0; i < victims.size() && !amounts.fits(); i++) {
      if (mightEnd(wanted, victims.get(i))) {
        amounts.ends(victims.get(i));
      }
    }
    return amounts.fits();
  }

  /** What is missing on an agent when all has gone that is being ended already. */
  private Clearance.Amounts remaining(Wanted wanted, AgentRoom room) {
    Clearance.Amounts amounts = new Clearance.Amounts(room, wanted.amounts());
    for (Charge leaving : tenants.leaving(room.agent())) {
      amounts.goes(leaving);
    }
    return amounts;
  }

  private @Nullable Harm harm(Wanted wanted, AgentRoom room) {
    List<Victim> victims = tenants.evictable(room.agent());
    if (!possible(wanted, room, victims)) {
      return null;
    }
    if (!wanted.reclaims() && rooms.plain(wanted.query(), room)) {
      return harm(wanted, room, victims, remaining(wanted, room));
    }
    int mark = rooms.mark();
    int account = queues.mark();
    try {
      for (Charge leaving : tenants.leaving(room.agent())) {
        rooms.giveBackInTrial(room, leaving);
      }
      return harm(wanted, room, victims, new Clearance.Exact(rooms, queues, wanted.query(), room));
    } finally {
      queues.rollback(account);
      rooms.rollback(mark);
    }
  }

  private @Nullable Harm harm(
      Wanted wanted, AgentRoom room, List<Victim> victims, Clearance clearance) {
    List<Victim> chosen = new ArrayList<>();
    if (!clearance.fits() && !choose(wanted, room.agent(), victims, clearance, chosen)) {
      return null;
    }
    spare(clearance, chosen);
    int dearest = Integer.MIN_VALUE;
    long work = 0;
    for (Victim victim : chosen) {
      dearest = Math.max(dearest, victim.priority());
      work += work(victim);
    }
    return new Harm(new Eviction(room, chosen), dearest, work);
  }

  /** Ends the cheapest until the task fits. */
  private boolean choose(
      Wanted wanted, String agent, List<Victim> victims, Clearance clearance, List<Victim> chosen) {
    for (Victim victim : victims) {
      if (!mayEnd(wanted, victim) || !tenants.expendable(agent, victim, chosen)) {
        continue;
      }
      clearance.ends(victim);
      chosen.add(victim);
      if (clearance.fits()) {
        return true;
      }
      if (chosen.size() == VICTIMS_MAX) {
        return false;
      }
    }
    return false;
  }

  /** Whether a victim may be ended, whatever else is. */
  private static boolean mightEnd(Wanted wanted, Victim victim) {
    return wanted.ask().queue().equals(victim.queue())
        ? victim.priority() < wanted.ask().priority()
        : wanted.reclaims();
  }

  private boolean mayEnd(Wanted wanted, Victim victim) {
    if (!mightEnd(wanted, victim) || wanted.ask().queue().equals(victim.queue())) {
      return mightEnd(wanted, victim);
    }
    int theirs = queues.find(victim.queue());
    return theirs >= 0
        && queues.reclaims(wanted.leaf(), wanted.amounts(), theirs, victim.charge().amounts());
  }

  /** Lets those live that are not needed, the dearest first; the last one was needed. */
  private static void spare(Clearance clearance, List<Victim> chosen) {
    for (int i = chosen.size() - 2; i >= 0; i--) {
      Victim victim = chosen.get(i);
      clearance.stays(victim);
      if (clearance.fits()) {
        chosen.remove(i);
      } else {
        clearance.ends(victim);
      }
    }
  }

  private long work(Victim victim) {
    return Math.max(0, Duration.between(victim.since(), now).toSeconds());
  }
}
