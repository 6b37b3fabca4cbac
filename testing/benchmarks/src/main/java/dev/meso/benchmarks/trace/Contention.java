package dev.meso.benchmarks.trace;

import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Queues that always want more: {@value #BACKLOG} tasks of each wait at any time, all of the same
 * priority. One queue may want nothing at first, and then as much as the others. Measured is how
 * far shares are from what is due ({@link Tenant#due}).
 */
final class Contention {
  /** Mean lives after which a burst begins, or measuring. */
  static final int WARM = 4;

  /** Mean lives for which it is measured. */
  static final int MEASURED = 8;

  private static final int BACKLOG = 80;

  /** Of what is due: whoever has so much has what is due. */
  private static final double ENOUGH = 0.95;

  private final Workload workload;
  private final Lives lives = new Lives();

  Contention(Workload workload) {
    this.workload = workload;
  }

  /**
   * How far shares are from what is due while all want more.
   *
   * @param mean over queues and decisions, in percent of the fleet
   * @param most of any queue at any decision
   */
  record Deviation(double mean, double most) {}

  /**
   * What becomes of a burst.
   *
   * @param half after how many mean lives it has half of what is due; -1 when it never has
   * @param all the same for nearly all of it
   * @param preempted ended to make room for it
   */
  record Burst(double half, double all, int preempted) {}

  Deviation steady(Policy policy, long seed) {
    Rooms rooms = workload.rooms();
    Site site = new Site(rooms, Tenant.queues(Tenant.FOUR, rooms), policy.placer(seed));
    Hours hours = new Hours(site, new Backlog(new Mix(workload, seed), "", seed));
    hours.run(WARM * Lives.MEAN.toMillis(), (_, _, _) -> {});
    Distances distances = new Distances();
    hours.run(
        (WARM + MEASURED) * Lives.MEAN.toMillis(),
        (_, _, _) -> distances.add(Tenant.FOUR, Tenant.shares(Tenant.FOUR, site.queues)));
    return distances.deviation();
  }

  Burst burst(Policy policy, String queue, long seed) {
    Rooms rooms = workload.rooms();
    Site site = new Site(rooms, Tenant.queues(Tenant.FOUR, rooms), policy.placer(seed));
    Hours hours = new Hours(site, new Backlog(new Mix(workload, seed), queue, seed));
    long from = WARM * Lives.MEAN.toMillis();
    hours.run(from, (_, _, _) -> {});
    int at = Tenant.FOUR.stream().map(Tenant::queue).toList().indexOf(queue);
    double[] reached = {-1, -1};
    int[] ended = new int[1];
    hours.run(
        from + MEASURED * Lives.MEAN.toMillis(),
        (time, decision, _) -> {
          double after = (double) (time - from) / Lives.MEAN.toMillis();
          double part = part(Tenant.FOUR, Tenant.shares(Tenant.FOUR, site.queues), at);
          reached[0] = reached[0] < 0 && part >= 0.5 ? after : reached[0];
          ended[0] += reached[1] < 0 ? decision.ended().size() : 0;
          reached[1] = reached[1] < 0 && part >= ENOUGH ? after : reached[1];
        });
    return new Burst(reached[0], reached[1], ended[0]);
  }

  /** What a queue has of what is due to it when all want more, as a fraction. */
  static double part(List<Tenant> tenants, double[] shares, int at) {
    return shares[at] / Tenant.due(tenants, sum(shares))[at];
  }

  private static double sum(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }

  /** Distances between what queues have and what is due to them. */
  static final class Distances {
    private double sum;
    private double most;
    private int count;

    void add(List<Tenant> tenants, double[] shares) {
      double[] due = Tenant.due(tenants, sum(shares));
      for (int i = 0; i < due.length; i++) {
        double distance = 100 * Math.abs(shares[i] - due[i]);
        sum += distance;
        most = Math.max(most, distance);
        count++;
      }
    }

    Deviation deviation() {
      return new Deviation(count == 0 ? 0 : sum / count, most);
    }
  }

  /** Fills up what waits. Tasks of the first mean life are such that are found running. */
  private final class Backlog implements Hours.Source {
    private final Mix mix;
    private final String late;
    private final Random random;
    private int number;

    Backlog(Mix mix, String late, long seed) {
      this.mix = mix;
      this.late = late;
      this.random = new Random(seed);
    }

    @Override
    public List<Stay> upTo(long time, Set<Stay> waiting) {
      Map<String, Integer> waits = new LinkedHashMap<>();
      waiting.forEach(stay -> waits.merge(stay.ask.queue(), 1, Integer::sum));
      List<Stay> come = new ArrayList<>();
      for (Tenant tenant : Tenant.FOUR) {
        boolean wants = !tenant.queue().equals(late) || time > WARM * Lives.MEAN.toMillis();
        int missing = wants ? BACKLOG - waits.getOrDefault(tenant.queue(), 0) : 0;
        for (int i = 0; i < missing; i++) {
          boolean found = time <= Lives.MEAN.toMillis();
          long life = found ? lives.rest(random) : lives.next(random);
          boolean preempts = tenant.guarantee() > 0;
          come.add(
              new Stay(
                  number++,
                  tenant.queue(),
                  0,
                  mix.next(random, tenant.queue()),
                  preempts,
                  new Stay.Span(time, life)));
        }
      }
      return come;
    }
  }
}
