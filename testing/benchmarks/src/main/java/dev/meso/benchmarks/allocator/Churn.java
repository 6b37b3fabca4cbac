package dev.meso.benchmarks.allocator;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.allocation.Allocator;
import dev.meso.controller.core.allocation.Backfill;
import dev.meso.controller.core.allocation.Eviction;
import dev.meso.controller.core.allocation.Preemption;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Refusal;
import dev.meso.controller.core.allocation.Tenants;
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

  /** One decision about a batch; says how many were placed. */
  int decide() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      asks.add(ask(demands.next(), queues[random.nextInt(queues.length)], 0, Ask.Gang.NONE, 1));
    }
    Round round = round(asks, new Nobody());
    round.won().forEach(this::book);
    return round.won().size();
  }

  /** One decision about a gang of equal tasks, taken back; says how many were placed. */
  int gang(int members) {
    Ask ask = ask(demands.next(), queues[0], 0, new Ask.Gang(members, false), members);
    return round(List.of(ask), new Nobody()).won().size();
  }

  /** One decision about tasks for which others must end, taken back; says for how many it was. */
  int preempt(Demand demand, int tasks, Tenants tenants) {
    return round(List.of(ask(demand, queues[0], 1, Ask.Gang.NONE, tasks)), tenants).cleared();
  }

  /** Those that run, as preemption sees them. */
  Tenants tenants() {
    return new Booked.Tenancy(booked);
  }

  private record Round(List<Booked> won, int cleared) {}

  private Round round(List<Ask> asks, Tenants tenants) {
    List<Booked> won = new ArrayList<>();
    int[] cleared = new int[1];
    fleet.rooms.begin();
    int mark = fleet.queues.mark();
    Preemption preemption = new Preemption(fleet.rooms, fleet.queues, tenants, Instant.EPOCH);
    Placer placer = Placer.by(Scoring.PACK);
    new Allocator(
            fleet.rooms,
            fleet.queues,
            placer,
            preemption,
            new Backfill(fleet.rooms, fleet.queues, placer, List::of, Instant.EPOCH),
            tenants,
            number,
            new Allocator.Outcome() {
              @Override
              public void placed(Ask ask, Found found) {
                won.add(new Booked(found, ask.queue()));
              }

              @Override
              public void clearing(Ask ask, Eviction eviction) {
                cleared[0]++;
              }

              @Override
              public void refused(Ask ask, int tasks, Refusal why) {
                // It would wait.
              }

              @Override
              public boolean full() {
                return false;
              }

              @Override
              public void postponed(Ask ask) {
                throw new IllegalStateException("nothing is ever full");
              }
            })
        .run(asks, List.of());
    fleet.queues.rollback(mark);
    fleet.rooms.end();
    return new Round(won, cleared[0]);
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

  private Ask ask(Demand demand, String queue, int priority, Ask.Gang gang, int count) {
    ObjectRef origin = new ObjectRef(Kind.TASK, "default", "t" + number++);
    return new Ask(
        origin, queue, priority, Instant.EPOCH, "", priority > 0, null, gang, demand, count);
  }
}
