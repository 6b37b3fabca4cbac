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
 * Draws what tenants ask for: queues whose terms change, Apps that end each other's tasks, and
 * gangs. From numbers of its own, so that the rest of a scenario is what it would be without. Pure.
 */
final class TenantDice {
  private static final long STREAM = 0x7465_6e61_6e74L;
  private static final int WISHES_MIN = 40;
  private static final Duration FIRST = Duration.ofMillis(1500);
  private static final Duration BEGIN = Duration.ofSeconds(10);
  private static final int TIMEOUT_SECONDS_MAX = 60;

  private final SplittableRandom random;
  private final Duration input;
  private final SortedMap<Duration, Wish> wishes = new TreeMap<>();

  TenantDice(long seed, Duration input) {
    this.random = new SplittableRandom(seed ^ STREAM);
    this.input = input;
  }

  /** By the time at which they are asked for; no two at the same. */
  SortedMap<Duration, Wish> wishes() {
    for (String queue : Wish.QUEUES) {
      at(FIRST.plusMillis(wishes.size()), terms(queue));
    }
    int count = WISHES_MIN + random.nextInt(20);
    long span = input.minus(BEGIN).minusSeconds(5).toMillis();
    for (int i = 0; i < count; i++) {
      at(BEGIN.plusMillis(random.nextLong(span)), wish());
    }
    return wishes;
  }

  private void at(Duration time, Wish wish) {
    Duration free = time;
    while (wishes.containsKey(free)) {
      free = free.plusMillis(1);
    }
    wishes.put(free, wish);
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
      case 10, 11, 12 -> gang();
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
        random.nextInt(4) == 0 ? 3 + random.nextInt(12) : 0);
  }

  private Wish gang() {
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
        account());
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
