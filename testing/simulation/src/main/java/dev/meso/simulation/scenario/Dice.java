package dev.meso.simulation.scenario;

import dev.meso.simulation.machine.Behaviour;
import dev.meso.simulation.scenario.Spell.Kind;
import dev.meso.simulation.scenario.Spell.Role;
import dev.meso.simulation.scenario.Spell.Whom;
import dev.meso.simulation.scenario.Wish.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Draws a scenario from a seed. Pure. */
final class Dice {
  private static final Duration INPUT = Duration.ofMinutes(17);
  private static final Duration SETTLING = Duration.ofMinutes(11);
  private static final Duration QUIET = Duration.ofMinutes(2);
  private static final int FAULTS_MIN = 20;
  // The others have none, and so are quicker, and the runs that they were before there were queues.
  private static final int TENANTS_EVERY = 3;
  // Every third of these has tenants too.
  private static final int VOLUMES_EVERY = 4;
  private static final int VOLUMES_AT = 1;
  private static final int WISHES_MIN = 25;
  private static final int SPARED_MAX = 2;
  private static final long FAILING_RUN_MILLIS_MAX = 8_000;
  // The ports that tasks ask for by number, so that they collide.
  private static final int HOST_PORT = 31_000;

  private final long seed;
  private final SplittableRandom random;
  private final List<Step> steps = new ArrayList<>();
  private final int controllers;
  private final int agents;

  Dice(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.controllers = Scenario.CONTROLLERS_MIN + (random.nextInt(5) == 0 ? 1 : 0);
    this.agents = Scenario.AGENTS_MIN + random.nextInt(3);
  }

  Scenario scenario() {
    // Something to run from the start, enough of it for every seed, asked for before any fault.
    at(seconds(2, 5), new Wish.MakeApp(Wish.APPS.get(0), 12 + random.nextInt(8), template(true)));
    at(seconds(2, 5), new Wish.MakeApp(Wish.APPS.get(1), 4 + random.nextInt(8), template(true)));
    at(
        seconds(2, 5),
        new Wish.MakeJob(Wish.JOBS.get(0), 30 + random.nextInt(8), 8, 20, good(template(false))));
    int wishes = WISHES_MIN + random.nextInt(20);
    for (int i = 0; i < wishes; i++) {
      at(seconds(20, (int) INPUT.toSeconds() - 5), wish());
    }
    int faults = FAULTS_MIN + random.nextInt(20);
    for (int i = 0; i < faults; i++) {
      // The last ones must be over when the input is.
      at(seconds(5, (int) INPUT.toSeconds() - 100), fault());
    }
    if (seed % TENANTS_EVERY == 0) {
      new TenantDice(seed, agents, INPUT).wishes().forEach((time, wish) -> at(time, wish));
    }
    if (seed % VOLUMES_EVERY == VOLUMES_AT) {
      new VolumeDice(seed, INPUT).wishes().forEach((time, wish) -> at(time, wish));
    }
    steps.sort(Comparator.comparing(Step::at));
    List<Step> numbered = new ArrayList<>();
    for (Step step : steps) {
      numbered.add(new Step(numbered.size(), step.at(), step.deed()));
    }
    return new Scenario(seed, controllers, agents, INPUT, SETTLING, QUIET, numbered);
  }

  private void at(Duration time, Deed deed) {
    steps.add(new Step(0, time, deed));
  }

  private Wish wish() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> new Wish.MakeApp(pick(Wish.APPS), random.nextInt(12), template(true));
      case 3, 4, 5 -> new Wish.Scale(pick(Wish.APPS), random.nextInt(16));
      case 6, 7 -> new Wish.Change(pick(Wish.APPS), template(true));
      case 8, 9 -> new Wish.DeleteApp(pick(Wish.APPS));
      case 10, 11, 12 ->
          new Wish.MakeJob(
              pick(Wish.JOBS),
              1 + random.nextInt(12),
              2 + random.nextInt(6),
              random.nextInt(8),
              template(false));
      case 13 -> new Wish.DeleteJob(pick(Wish.JOBS));
      case 14, 15 -> new Wish.MakeTask(pick(Wish.TASKS), template(random.nextBoolean()));
      case 16 -> new Wish.DeleteTask(pick(Wish.TASKS));
      case 17, 18 ->
          new Wish.EndTask(
              random.nextBoolean() ? pick(Wish.APPS) : pick(Wish.JOBS), random.nextInt(8));
      default -> new Wish.Cordon(agent(), random.nextBoolean());
    };
  }

  private Template template(boolean service) {
    Optional<Duration> run =
        service && random.nextInt(6) != 0
            ? Optional.empty()
            : Optional.of(service ? seconds(5, 120) : seconds(1, 45));
    int exitCode = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
    Optional<Duration> term =
        random.nextInt(5) == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 300 : 12_000)));
    return new Template(
        new Behaviour(!service && exitCode != 0 ? run.map(Dice::shortened) : run, exitCode, term),
        50 + 50L * random.nextInt(8),
        64 + 64L * random.nextInt(8),
        random.nextInt(3),
        random.nextInt(8) == 0 ? HOST_PORT + random.nextInt(4) : 0,
        random.nextInt(4),
        random.nextInt(4) == 0,
        random.nextInt(12),
        0);
  }

  /** A Job that fails, tries as often as it may: that must be over when the cluster settles. */
  private static Duration shortened(Duration run) {
    return Duration.ofMillis(1 + run.toMillis() % FAILING_RUN_MILLIS_MAX);
  }

  /** The same for a program that succeeds: its Job does not end before many tasks ran. */
  private static Template good(Template template) {
    Behaviour behaviour = template.behaviour();
    return new Template(
        new Behaviour(behaviour.run(), 0, behaviour.term()),
        template.cpuMillis(),
        template.memoryMib(),
        template.ports(),
        template.hostPort(),
        template.maxRestarts(),
        template.waitWhenLost(),
        template.graceSeconds(),
        0);
  }

  private Fault fault() {
    return switch (random.nextInt(25)) {
      case 0, 1, 2 -> new Fault.CrashController(controller(), random.nextInt(30), seconds(0, 20));
      case 3, 4, 5 -> new Fault.CrashAgent(agent(), random.nextInt(20), seconds(0, 25));
      case 6, 7 -> new Fault.PauseController(controller(), seconds(1, 30));
      case 8 -> new Fault.PauseAgent(agent(), seconds(1, 40));
      case 9 -> new Fault.CutController(controller(), seconds(1, 40));
      case 10, 11 -> new Fault.CutAgent(agent(), seconds(1, 60));
      case 12 -> random.nextInt(3) == 0 ? cutAgents(seconds(1, 40)) : new Fault.LoseWatches();
      case 13 -> new Fault.Compact();
      case 14 -> new Fault.CompactBehind(whom(), seconds(1, 30));
      case 15, 16, 17 -> new Fault.BadNetwork(whom(), kind(), seconds(1, 60));
      case 18 ->
          random.nextInt(3) == 0
              ? new Fault.StoreDown(seconds(1, 60))
              : new Fault.StoreFrozen(seconds(1, 30));
      case 19 -> new Fault.MachineLost(agent(), seconds(1, 90), random.nextBoolean());
      case 20 -> new Fault.Reboot(agent(), seconds(0, 60));
      case 21 -> new Fault.ClockJump(whom(), Duration.ofSeconds(random.nextInt(-4000, 4000)));
      case 22 -> new Fault.DiskFull(agent(), seconds(1, 60));
      case 23 -> new Fault.Accident(agent(), random.nextInt(1000));
      default -> new Fault.Impostor(agent(), seconds(5, 60));
    };
  }

  /** Often one or two are spared, so that there is somewhere to replace what the others ran. */
  private static Fault cutAgents(Duration time) {
    return new Fault.CutAgents((int) (time.toMillis() % (SPARED_MAX + 1)), time);
  }

  private Whom whom() {
    return switch (random.nextInt(5)) {
      case 0, 1, 2 -> new Whom(Role.CONTROLLER, controller());
      case 3 -> new Whom(Role.AGENT, agent());
      default -> new Whom(Role.EVERYBODY, 0);
    };
  }

  private Kind kind() {
    Kind[] kinds = Kind.values();
    return kinds[random.nextInt(kinds.length)];
  }

  /** Half of the time the one that leads. */
  private int controller() {
    return random.nextBoolean() ? 0 : 1 + random.nextInt(controllers);
  }

  private int agent() {
    return 1 + random.nextInt(agents);
  }

  private String pick(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private Duration seconds(int from, int to) {
    return Duration.ofMillis(1000L * from + random.nextLong(1000L * (to - from) + 1));
  }
}
