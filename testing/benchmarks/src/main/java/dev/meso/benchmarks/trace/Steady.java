package dev.meso.benchmarks.trace;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Rooms;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Tasks arrive by chance (Poisson), as many as ask for a fixed part of the fleet, run for their
 * lives and end. The fleet is filled first with tasks that are found running; after {@value #WARM}
 * mean lives it is measured for {@value #MEASURED}. Every queue asks for as much as any other; a
 * fifth of the tasks has a priority, and they may have others ended.
 */
final class Steady {
  static final int WARM = 2;
  static final int MEASURED = 8;
  private static final int PRIORITY = 10;
  private static final int ONE_IN = 5;

  private final Workload workload;
  private final Lives lives = new Lives();

  /**
   * What came of it.
   *
   * @param arrived tasks that came while it was measured
   * @param failed how many of these found no free room when they were looked at first, in percent
   * @param used of the resource that is asked for most, of what the fleet has, in percent on
   *     average
   * @param preempted ended to make room, for every 1,000 that began
   * @param waiting those that wait at the end
   */
  record Outcome(
      int arrived,
      double failed,
      double used,
      double preempted,
      int waiting,
      Waits low,
      Waits high,
      Waits all) {}

  Steady(Workload workload) {
    this.workload = workload;
  }

  /** Runs with what is asked for as a part of the fleet. */
  Outcome run(Policy policy, double part, long seed) {
    Rooms rooms = workload.rooms();
    return run(new Site(rooms, Tenant.queues(Tenant.FOUR, rooms), policy.placer(seed)), part, seed);
  }

  /** The same on a site on which nothing runs, which is left as it is then. */
  Outcome run(Site site, double part, long seed) {
    Mix mix = new Mix(workload, seed);
    Hours hours = new Hours(site, new Arrivals(mix, part, seed));
    long from = WARM * Lives.MEAN.toMillis();
    long to = from + MEASURED * Lives.MEAN.toMillis();
    hours.run(from, (_, _, _) -> {});
    Log log = new Log(site.rooms, mix);
    hours.run(to, log);
    return log.outcome(from, to);
  }

  /** Comes at exponential distances, after those that are found running. */
  private final class Arrivals implements Hours.Source {
    private final Mix mix;
    private final Random random;
    private final double gap;
    private final double found;
    private double next;
    private int number;

    Arrivals(Mix mix, double part, long seed) {
      this.mix = mix;
      random = new Random(seed);
      found = part * mix.capacity / mix.mean;
      gap = Lives.MEAN.toMillis() / found;
    }

    @Override
    public List<Stay> upTo(long time, Set<Stay> waiting) {
      List<Stay> come = new ArrayList<>();
      while (number < found) {
        come.add(stay(0, lives.rest(random)));
      }
      for (; next <= time; next += -gap * Math.log(1 - random.nextDouble())) {
        come.add(stay((long) next, lives.next(random)));
      }
      return come;
    }

    private Stay stay(long at, long life) {
      String queue = Tenant.FOUR.get(random.nextInt(Tenant.FOUR.size())).queue();
      int priority = random.nextInt(ONE_IN) == 0 ? PRIORITY : 0;
      boolean preempts = priority > 0;
      Stay.Span span = new Stay.Span(at, life);
      return new Stay(number++, queue, priority, mix.next(random, queue), preempts, span);
    }
  }

  private static final class Log implements Hours.Ear {
    private final Rooms rooms;
    private final Mix mix;
    private final Set<Stay> seen = new LinkedHashSet<>();
    private final Set<Stay> left = new LinkedHashSet<>();
    private double used;
    private int decisions;
    private int began;
    private int ended;

    Log(Rooms rooms, Mix mix) {
      this.rooms = rooms;
      this.mix = mix;
    }

    @Override
    public void decided(long time, Site.Decision decision, Set<Stay> waiting) {
      long taken = 0;
      for (AgentRoom room : rooms.all()) {
        taken += room.used(mix.column);
      }
      used += (double) taken / mix.capacity;
      decisions++;
      began += decision.placed().size() + decision.cleared().size();
      ended += decision.ended().size();
      seen.addAll(decision.placed());
      seen.addAll(decision.cleared());
      left.clear();
      left.addAll(waiting);
    }

    Outcome outcome(long from, long to) {
      seen.addAll(left);
      List<Long> low = new ArrayList<>();
      List<Long> high = new ArrayList<>();
      int failed = 0;
      for (Stay stay : seen) {
        if (stay.arrived > from) {
          (stay.ask.priority() > 0 ? high : low).add(stay.waited(to));
          failed += stay.atOnce() ? 0 : 1;
        }
      }
      List<Long> all = new ArrayList<>(low);
      all.addAll(high);
      return new Outcome(
          all.size(),
          100.0 * failed / Math.max(1, all.size()),
          100 * used / decisions,
          1000.0 * ended / Math.max(1, began),
          left.size(),
          Waits.of(low),
          Waits.of(high),
          Waits.of(all));
    }
  }
}
