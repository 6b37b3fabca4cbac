package dev.meso.benchmarks.allocator;

import dev.meso.controller.core.allocation.QueueTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
