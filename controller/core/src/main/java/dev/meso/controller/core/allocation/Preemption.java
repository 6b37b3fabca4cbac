package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Query;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * <p>Asks at most {@value #AGENTS_MAX} agents, so the harm is the least among these.
 */
public final class Preemption {
  /** Agents that are looked at for one task. */
  public static final int AGENTS_MAX = 32;

  /**
   * Attempts that are ended for one task; they are written together with what they make room for.
   */
  public static final int VICTIMS_MAX = 16;

  private static final Comparator<Victim> CHEAPEST =
      Comparator.comparingInt(Victim::priority)
          .thenComparing(Victim::since, Comparator.reverseOrder())
          .thenComparing(Victim::attempt);

  private final Rooms rooms;
  private final QueueTree queues;
  private final Tenants tenants;
  private final Instant now;

  /** Works on a trial of the rooms and the queues. */
  public Preemption(Rooms rooms, QueueTree queues, Tenants tenants, Instant now) {
    this.rooms = rooms;
    this.queues = queues;
    this.tenants = tenants;
    this.now = now;
  }

  private record Harm(Eviction eviction, int priority, long workSeconds)
      implements Comparable<Harm> {
    private static final Comparator<Harm> LEAST =
        Comparator.comparingInt(Harm::priority)
            .thenComparingLong(Harm::workSeconds)
            .thenComparingInt(harm -> harm.eviction().victims().size())
            .thenComparing(harm -> harm.eviction().room().agent());

    @Override
    public int compareTo(Harm other) {
      return LEAST.compare(this, other);
    }
  }

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
    Query query = rooms.query(ask.demand());
    Harm least = null;
    for (AgentRoom room : rooms.suiting(query, ticket, AGENTS_MAX)) {
      Harm harm = harm(ask, leaf, query, room);
      if (harm != null && (least == null || harm.compareTo(least) < 0)) {
        least = harm;
      }
    }
    return least == null ? null : least.eviction();
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

  private @Nullable Harm harm(Ask ask, int leaf, Query query, AgentRoom room) {
    int mark = rooms.mark();
    int account = queues.mark();
    try {
      for (Charge leaving : tenants.leaving(room.agent())) {
        rooms.giveBackInTrial(room, leaving);
      }
      List<Victim> chosen = new ArrayList<>();
      if (rooms.refusal(query, room) != null && !choose(ask, leaf, query, room, chosen)) {
        return null;
      }
      spare(query, room, chosen);
      int dearest = Integer.MIN_VALUE;
      long work = 0;
      for (Victim victim : chosen) {
        dearest = Math.max(dearest, victim.priority());
        work += Math.max(0, Duration.between(victim.since(), now).toSeconds());
      }
      return new Harm(new Eviction(room, chosen), dearest, work);
    } finally {
      queues.rollback(account);
      rooms.rollback(mark);
    }
  }

  /** Ends the cheapest until the task fits. */
  private boolean choose(Ask ask, int leaf, Query query, AgentRoom room, List<Victim> chosen) {
    List<Victim> victims = new ArrayList<>(tenants.evictable(room.agent()));
    victims.sort(CHEAPEST);
    for (Victim victim : victims) {
      if (!mayEnd(ask, leaf, victim) || !tenants.expendable(victim, chosen)) {
        continue;
      }
      rooms.giveBackInTrial(room, victim.charge());
      queues.charge(queues.leaf(victim.queue()), QueueTree.negative(victim.charge().amounts()), -1);
      chosen.add(victim);
      if (rooms.refusal(query, room) == null) {
        return true;
      }
      if (chosen.size() == VICTIMS_MAX) {
        return false;
      }
    }
    return false;
  }

  private boolean mayEnd(Ask ask, int leaf, Victim victim) {
    if (ask.queue().equals(victim.queue())) {
      return victim.priority() < ask.priority();
    }
    int theirs = queues.find(victim.queue());
    long[] amounts = rooms.dimensions().vector(ask.demand().shape().resources());
    return theirs >= 0 && queues.reclaims(leaf, amounts, theirs, victim.charge().amounts());
  }

  /** Lets those live that are not needed, the dearest first. */
  private void spare(Query query, AgentRoom room, List<Victim> chosen) {
    for (int i = chosen.size() - 1; i >= 0; i--) {
      Victim victim = chosen.get(i);
      rooms.takeInTrial(room, victim.charge());
      if (rooms.refusal(query, room) == null) {
        chosen.remove(i);
      } else {
        rooms.giveBackInTrial(room, victim.charge());
      }
    }
  }
}
