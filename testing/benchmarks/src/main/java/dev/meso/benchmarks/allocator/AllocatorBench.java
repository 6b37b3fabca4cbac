package dev.meso.benchmarks.allocator;

import dev.meso.controller.core.allocation.Allocator;
import dev.meso.controller.core.allocation.QueueTerms;
import dev.meso.controller.core.placement.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How many tasks a second the allocator places in memory on one thread: each decision asks for
 * {@value Churn#BATCH} tasks, books what found a place and gives as many back, at 90 % of the
 * processors taken. Prints a table; a gate for nothing.
 */
public final class AllocatorBench {
  private static final double UTILISATION = 0.9;
  private static final int WARM_UP = 200;
  private static final int ROUNDS = 7;
  private static final int DECISIONS = 100;
  private static final int SAMPLES = 51;

  private AllocatorBench() {}

  /** Runs every measurement. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    System.out.printf(
        Locale.ROOT,
        "%-62s %10s %10s %10s %10s%n",
        "placements a second, as many given back",
        "median",
        "least",
        "most",
        "target");
    for (int agents : new int[] {1000, 10_000, 50_000}) {
      String target = agents == 10_000 ? "200000" : "";
      churn(
          agents + " agents, 1 queue, plain tasks",
          target,
          agents,
          false,
          new String[] {"default"});
    }
    churn(
        "10000 agents, 1000 queues in three levels, limits, constraints",
        "100000",
        10_000,
        true,
        threeLevels());
    single();
  }

  /** Decisions that are measured one by one, on 10,000 agents. */
  @SuppressWarnings("SystemOut")
  private static void single() {
    System.out.printf(
        Locale.ROOT,
        "%n%-62s %10s %10s %10s %10s%n",
        "milliseconds, 10000 agents, 90 % taken",
        "median",
        "least",
        "most",
        "target");
    Fleet fleet = new Fleet(10_000, 7);
    String[] queues = {"default"};
    fleet.queues.configure("default", QueueTerms.NONE);
    Churn churn = new Churn(fleet, new Demands(11, false), queues, 13);
    churn.fill(UTILISATION);
    time("a gang of 1000, decided and taken back", "20", () -> churn.gang(1000));
    Demand large = Demands.cores(48);
    time(
        "why a task of 48 cores waits: every agent asked", "50", () -> fleet.rooms.refusals(large));
    preempt(churn);
  }

  /**
   * As many preemptions as a decision makes, on a fleet that was filled until hardly anything fits.
   */
  private static void preempt(Churn churn) {
    churn.fill(1);
    Demand wanted = Demands.cores(8);
    int tasks = Allocator.PREEMPTIONS_MAX;
    int cleared = churn.preempt(wanted, tasks, churn.tenants());
    time(
        cleared + " preemptions for 8 cores each on a full cluster",
        Double.toString(cleared / 10.0),
        churn::tenants,
        tenants -> churn.preempt(wanted, tasks, tenants));
  }

  private static void time(String what, String target, Runnable measured) {
    time(what, target, () -> what, _ -> measured.run());
  }

  /** Times something with what was prepared for it outside the time. */
  @SuppressWarnings("SystemOut")
  private static <T> void time(
      String what, String target, Supplier<T> preparation, Consumer<T> measured) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < WARM_UP + SAMPLES; i++) {
      T prepared = preparation.get();
      long began = System.nanoTime();
      measured.accept(prepared);
      if (i >= WARM_UP) {
        times.add((System.nanoTime() - began) / 1e6);
      }
    }
    times.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.2f %10.2f %10.2f %10s%n",
        what,
        times.get(SAMPLES / 2),
        times.getFirst(),
        times.getLast(),
        target);
  }

  private static void churn(String what, String target, int agents, boolean full, String[] queues) {
    Fleet fleet = new Fleet(agents, 7);
    for (String queue : queues) {
      fleet.queues.configure(queue, full ? terms(fleet) : QueueTerms.NONE);
    }
    Churn churn = new Churn(fleet, new Demands(11, full), queues, 13);
    churn.fill(UTILISATION);
    for (int i = 0; i < WARM_UP; i++) {
      churn.release(churn.decide());
    }
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long placed = 0;
      long began = System.nanoTime();
      for (int i = 0; i < DECISIONS; i++) {
        int count = churn.decide();
        churn.release(count);
        placed += count;
      }
      rates.add(placed * 1e9 / (System.nanoTime() - began));
    }
    rates.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%-62s %10.0f %10.0f %10.0f %10s%n",
        what,
        rates.get(ROUNDS / 2),
        rates.getFirst(),
        rates.getLast(),
        target);
  }

  /** A limit of a twentieth of everything, and a guarantee of a two-thousandth. */
  private static QueueTerms terms(Fleet fleet) {
    long[] limit = new long[fleet.capacity.length];
    long[] guarantee = new long[fleet.capacity.length];
    for (int column = 0; column < limit.length; column++) {
      limit[column] =
          fleet.capacity[column] == 0 ? QueueTerms.NO_LIMIT : fleet.capacity[column] / 20;
      guarantee[column] = fleet.capacity[column] / 2000;
    }
    return new QueueTerms(1, guarantee, limit, QueueTerms.NO_LIMIT);
  }

  private static String[] threeLevels() {
    String[] names = new String[1000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "q" + i / 100 + ".q" + i / 10 % 10 + ".q" + i % 10;
    }
    return names;
  }
}
