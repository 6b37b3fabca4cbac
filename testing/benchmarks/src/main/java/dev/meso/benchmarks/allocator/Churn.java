package dev.meso.benchmarks.allocator;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.allocation.Allocator;
import dev.meso.controller.core.allocation.Eviction;
import dev.meso.controller.core.allocation.Preemption;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Refusal;
import dev.meso.controller.core.allocation.Tenants;
import dev.meso.controller.core.allocation.Victim;
import dev.meso.controller.core.placement.Charge;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Decisions at a fixed utilisation: each asks for a batch of tasks, books what found a place, as
 * the state does when it submits, and gives as many back.
 */
final class Churn {
  /** Tasks that ask in one decision. */
  static final int BATCH = 1000;

  private final Fleet fleet;
  private final Demands demands;
  private final String[] queues;
  private final Random random;
  private final List<Booked> booked = new ArrayList<>();
  private long used;
  private int number;

  private record Booked(Found found, String queue) {}

  Churn(Fleet fleet, Demands demands, String[] queues, long seed) {
    this.fleet = fleet;
    this.demands = demands;
    this.queues = queues;
    this.random = new Random(seed);
    for (String queue : queues) {
      fleet.queues.leaf(queue);
    }
  }

  /** Fills the fleet up to a part of its processors; says how many tasks run then. */
  int fill(double part) {
    int empty = 0;
    while (used < fleet.capacity[0] * part && empty < 20) {
      empty = decide() == 0 ? empty + 1 : 0;
    }
    return booked.size();
  }

  /** One decision; says how many were placed. */
  int decide() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      asks.add(ask(demands.next(), queues[random.nextInt(queues.length)]));
    }
    List<Booked> won = new ArrayList<>();
    fleet.rooms.begin();
    int mark = fleet.queues.mark();
    Placer placer = Placer.by(Scoring.PACK);
    Preemption preemption = new Preemption(fleet.rooms, fleet.queues, new Nobody(), Instant.EPOCH);
    new Allocator(
            fleet.rooms,
            fleet.queues,
            placer,
            preemption,
            new Nobody(),
            number,
            new Allocator.Outcome() {
              @Override
              public void placed(Ask ask, Found found) {
                won.add(new Booked(found, ask.queue()));
              }

              @Override
              public void clearing(Ask ask, Eviction eviction) {
                throw new IllegalStateException("nobody can be ended");
              }

              @Override
              public void refused(Ask ask, int tasks, Refusal why) {
                // It would wait.
              }
            })
        .run(asks, List.of());
    fleet.queues.rollback(mark);
    fleet.rooms.end();
    won.forEach(this::book);
    return won.size();
  }

  /** Gives some back, drawn by chance. */
  void release(int count) {
    for (int i = 0; i < count && !booked.isEmpty(); i++) {
      int at = random.nextInt(booked.size());
      Booked gone = booked.get(at);
      booked.set(at, booked.getLast());
      booked.removeLast();
      Charge charge = gone.found().charge();
      fleet.rooms.giveBack(gone.found().room(), charge);
      fleet.queues.charge(
          fleet.queues.leaf(gone.queue()), QueueTree.negative(charge.amounts()), -1);
      used -= charge.amounts()[0];
    }
  }

  private void book(Booked one) {
    Charge charge = one.found().charge();
    fleet.rooms.take(one.found().room(), charge);
    fleet.queues.charge(fleet.queues.leaf(one.queue()), charge.amounts(), 1);
    used += charge.amounts()[0];
    booked.add(one);
  }

  private Ask ask(Demand demand, String queue) {
    ObjectRef origin = new ObjectRef(Kind.TASK, "default", "t" + number++);
    return new Ask(origin, queue, 0, Instant.EPOCH, "", false, null, Ask.Gang.NONE, demand, 1);
  }

  private static final class Nobody implements Tenants {
    @Override
    public List<Victim> evictable(String agent) {
      return List.of();
    }

    @Override
    public List<Charge> leaving(String agent) {
      return List.of();
    }

    @Override
    public boolean expendable(Victim victim, List<Victim> besides) {
      return false;
    }

    @Override
    public void chosen(String agent, Victim victim) {
      throw new IllegalStateException("nobody can be ended");
    }
  }
}
