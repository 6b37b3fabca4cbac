package dev.meso.simulation.scenario;

import dev.meso.simulation.machine.Behaviour;
import dev.meso.simulation.scenario.Wish.Account;
import dev.meso.simulation.scenario.Wish.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Draws what tenants ask for: queues whose terms change, agents that are kept for queues, Apps that
 * end each other's tasks, and gangs. From numbers of its own, so that the rest of a scenario is
 * what it would be without. Pure.
 */
final class TenantDice {
  private static final long STREAM = 0x7465_6e61_6e74L;
  private static final int WISHES_MIN = 40;
  private static final Duration FIRST = Duration.ofMillis(1500);
  private static final Duration BEGIN = Duration.ofSeconds(10);
  private static final int TIMEOUT_SECONDS_MAX = 60;
  private static final int BULK_MIN = 8;
  private static final int CROWDS = 2;
  private static final int RESERVATIONS_MIN = 6;
  private static final int SQUEEZES = 4;

  /** So close that the leader may have decided on one of two wishes when the other one lands. */
  private static final int TOGETHER_MILLIS = 24;

  private final SplittableRandom random;
  private final int agents;
  private final Duration input;
  private final Timetable wishes = new Timetable();

  TenantDice(long seed, int agents, Duration input) {
    this.random = new SplittableRandom(seed ^ STREAM);
    this.agents = agents;
    this.input = input;
  }

  /** By the time at which they are asked for; no two at the same. */
  SortedMap<Duration, Wish> wishes() {
    for (String queue : Wish.QUEUES) {
      wishes.at(FIRST, terms(queue));
    }
    int count = WISHES_MIN + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      wishes.at(any(5), wish());
    }
    int reservations = RESERVATIONS_MIN + random.nextInt(8);
    for (int i = 0; i < reservations; i++) {
      wishes.at(any(5), reserve());
    }
    for (int i = 0; i < CROWDS; i++) {
      crowd(any(200));
    }
    for (int i = 0; i < SQUEEZES; i++) {
      squeeze(any(10));
    }
    return wishes.all();
  }

  /** Any time but the first seconds and so many of the last. */
  private Duration any(int last) {
    return BEGIN.plusMillis(random.nextLong(input.minus(BEGIN).minusSeconds(last).toMillis()));
  }

  /**
   * All of a crowd run, others fill what is left, and then comes who is more urgent: some of the
   * crowd end for it, few at a time.
   */
  private void crowd(Duration time) {
    String queue = Wish.QUEUES.get(1);
    Wish unbound = new Wish.SetQueue(queue, 2, 0, 0, 0, 0);
    wishes.at(time, unbound);
    wishes.at(time, new Wish.SetQueue(Wish.QUEUES.getFirst(), 2, 0, 0, 0, 0));
    wishes.at(time, new Wish.DeleteApp(Wish.CROWD));
    wishes.at(time, new Wish.DeleteApp(Wish.RUSH));
    int budget = 1 + random.nextInt(2);
    wishes.at(
        time.plusSeconds(8),
        tenant(Wish.CROWD, 4 + random.nextInt(3), budget, new Account(queue, 0, false)));
    wishes.at(
        time.plusSeconds(12),
        tenant(Wish.BULK, BULK_MIN + random.nextInt(8), 1, new Account("default", 0, false)));
    Account high = new Account(queue, 5 + 5 * random.nextInt(2), true);
    wishes.at(
        time.plusSeconds(25 + random.nextInt(20)),
        tenant(Wish.RUSH, 3 + random.nextInt(3), 1, high));
    wishes.at(time.plusSeconds(70 + random.nextInt(30)), gang(high));
    Duration end = time.plusSeconds(120 + random.nextInt(40));
    wishes.at(end, new Wish.DeleteApp(Wish.RUSH));
    wishes.at(end, new Wish.DeleteApp(Wish.BULK));
    wishes.at(end.plusSeconds(10), new Wish.DeleteApp(Wish.CROWD));
  }

  private Wish tenant(String name, int replicas, int unavailableMax, Account account) {
    return new Wish.MakeTenant(name, replicas, unavailableMax, account, template(Optional.empty()));
  }

  /** A tenant wants more and its queue is to have less, almost at the same time. */
  private void squeeze(Duration time) {
    String tenant = pick(Wish.TENANTS);
    String queue = Wish.QUEUES.get(1);
    wishes.at(time.minusSeconds(8), new Wish.SetQueue(queue, 1, 0, 0, 0, 0));
    wishes.at(
        time.minusSeconds(7),
        new Wish.MakeTenant(tenant, 3, 1, new Account(queue, 0, true), template(Optional.empty())));
    wishes.at(time, new Wish.Scale(tenant, 6 + random.nextInt(6)));
    wishes.at(
        time.plusMillis(random.nextInt(TOGETHER_MILLIS)),
        new Wish.SetQueue(queue, 1, 0, 0, 1 + random.nextInt(4), 0));
  }

  private Wish reserve() {
    SortedMap<String, Long> kept = new TreeMap<>();
    int parts = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(2);
    for (int i = 0; i < parts; i++) {
      kept.put(pick(Wish.QUEUES), 300 + 300L * random.nextInt(4));
    }
    return new Wish.Reserve(1 + random.nextInt(agents), kept);
  }

  private Wish wish() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> terms(pick(Wish.QUEUES));
      case 4, 5, 6 ->
          new Wish.MakeTenant(
              pick(Wish.TENANTS),
              3 + random.nextInt(8),
              random.nextInt(3),
              account(),
              template(Optional.empty()));
      case 7, 8, 9 -> new Wish.Scale(pick(Wish.TENANTS), 2 + random.nextInt(14));
      case 10, 11, 12 -> gang(account());
      case 13 -> new Wish.DeleteApp(pick(Wish.TENANTS));
      case 14 -> new Wish.DeleteJob(pick(Wish.GANGS));
      default ->
          new Wish.EndTask(
              random.nextBoolean() ? pick(Wish.TENANTS) : pick(Wish.GANGS), random.nextInt(6));
    };
  }

  private Wish terms(String queue) {
    return new Wish.SetQueue(
        queue,
        1 + random.nextInt(4),
        random.nextInt(3) == 0 ? 500 + 500L * random.nextInt(6) : 0,
        random.nextInt(3) == 0 ? 1000 + 500L * random.nextInt(12) : 0,
        random.nextInt(4) == 0 ? 3 + random.nextInt(12) : 0,
        0);
  }

  private Wish gang(Account account) {
    int together = 2 + random.nextInt(4);
    int completions = together + random.nextInt(4);
    Optional<Duration> run = Optional.of(Duration.ofMillis(1000 + random.nextInt(40_000)));
    return new Wish.MakeGang(
        new Wish.MakeJob(
            pick(Wish.GANGS),
            completions,
            together + random.nextInt(completions - together + 1),
            random.nextInt(6),
            limited(template(run))),
        together,
        5 + random.nextInt(TIMEOUT_SECONDS_MAX),
        account);
  }

  private Account account() {
    // Often the same one: there a task may end others of lower priority.
    String queue = random.nextBoolean() ? Wish.QUEUES.get(1) : pick(Wish.QUEUES);
    return new Account(queue, 5 * random.nextInt(3), random.nextInt(5) != 0);
  }

  private Template template(Optional<Duration> run) {
    return new Template(
        new Behaviour(run, 0, Optional.of(Duration.ofMillis(random.nextInt(4000)))),
        200 + 100L * random.nextInt(8),
        64,
        random.nextInt(2),
        0,
        random.nextInt(3),
        random.nextInt(5) == 0,
        random.nextInt(8),
        0);
  }

  /** Mostly with a limit that it keeps: then it is known when there will be room for others. */
  private Template limited(Template made) {
    int seconds = (int) made.behaviour().run().orElse(Duration.ZERO).toSeconds();
    return new Template(
        made.behaviour(),
        made.cpuMillis(),
        made.memoryMib(),
        made.ports(),
        made.hostPort(),
        made.maxRestarts(),
        made.waitWhenLost(),
        made.graceSeconds(),
        random.nextInt(4) == 0 ? 0 : seconds + 5 + random.nextInt(60));
  }

  private String pick(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }
}
