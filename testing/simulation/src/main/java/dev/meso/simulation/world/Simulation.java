package dev.meso.simulation.world;

import dev.meso.agent.driver.ContainerId;
import dev.meso.simulation.check.AgentFact;
import dev.meso.simulation.check.AppliedSteps;
import dev.meso.simulation.check.Checker;
import dev.meso.simulation.check.ProcessEvent;
import dev.meso.simulation.check.Rules;
import dev.meso.simulation.check.Violation;
import dev.meso.simulation.machine.Behaviour;
import dev.meso.simulation.machine.ProcessListener;
import dev.meso.simulation.scenario.Fault;
import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.scenario.Spell;
import dev.meso.simulation.scenario.Step;
import dev.meso.simulation.scenario.Wish;
import dev.meso.store.memory.Applied;
import dev.meso.store.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One run of one scenario: lets it happen, has every step checked, and asks at the end whether the
 * cluster is what was asked for.
 *
 * <p>Not thread-safe; a run belongs to one thread. Runs share nothing.
 */
public final class Simulation implements Reporter, ProcessListener, Applied.Listener {
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  /** At the end every App gets this: small, and running until it is asked to end. */
  private static final Wish.Template STEADY =
      new Wish.Template(Behaviour.SERVICE, 50, 64, 1, 0, 3, false, 5, 0);

  private final Scenario scenario;
  private final VirtualScheduler scheduler;
  private final RunLog log;
  private final Checker checker = new Checker(Rules.simulation());
  private final AppliedSteps steps;
  private final World world;
  private final Deeds deeds;
  private final Readers readers;
  private final List<Violation> own = new ArrayList<>();
  private final TreeMap<String, Long> happened = new TreeMap<>();
  private final TreeSet<String> uids = new TreeSet<>();
  private long revision;

  private Simulation(Scenario scenario, Wiring wiring, Optional<Consumer<String>> lines) {
    this.scenario = scenario;
    this.scheduler = VirtualScheduler.shuffled(scenario.seed());
    this.log = new RunLog(scheduler::now, lines.isPresent(), lines.orElse(_ -> {}));
    this.steps = new AppliedSteps(this::observe, checker::storeBack);
    this.world = new World(scenario, wiring, scheduler, this, this, this);
    this.deeds = new Deeds(world);
    this.readers =
        new Readers(world, (who, what) -> violated("fresh-read", who + " showed " + what));
  }

  /** Runs a scenario on the product. */
  public static Outcome run(Scenario scenario) {
    return run(scenario, Wiring.REAL);
  }

  /** Runs a scenario on a cluster that is put together in another way. */
  public static Outcome run(Scenario scenario, Wiring wiring) {
    return new Simulation(scenario, wiring, Optional.empty()).run();
  }

  /** Runs a scenario and writes down what happens. */
  public static Outcome run(Scenario scenario, Wiring wiring, Consumer<String> lines) {
    return new Simulation(scenario, wiring, Optional.of(lines)).run();
  }

  private Outcome run() {
    world.begin();
    readers.begin();
    for (Step step : scenario.steps()) {
      world.after(step.at(), () -> happen(step));
    }
    advance(scenario.input());
    if (fine() && !scenario.settling().isZero()) {
      settle();
    }
    List<Violation> all = new ArrayList<>(checker.violations());
    all.addAll(own);
    return new Outcome(
        scenario,
        all,
        log.digest(),
        scheduler.now(),
        happened,
        checker.coverage(),
        uids.size(),
        readers.answered());
  }

  private void settle() {
    say("scenario", "faults are over, users ask for nothing more");
    deeds.over();
    for (int agent = 1; agent <= scenario.agents(); agent++) {
      world.users().ask(new Wish.Cordon(agent, false));
    }
    world.users().calm(STEADY);
    advance(scenario.input().plus(scenario.settling()));
    if (!fine()) {
      return;
    }
    say("scenario", "everything should be as it was asked for");
    readers.end();
    Duration quietSince = scheduler.now();
    advance(scenario.length());
    if (fine()) {
      own.addAll(checker.quietSince(quietSince));
      List<AgentFact> facts = new ArrayList<>();
      world
          .agents()
          .values()
          .forEach(node -> facts.add(new AgentFact(node.name(), node.life().running())));
      own.addAll(checker.settled(scheduler.now(), facts));
    }
  }

  private boolean fine() {
    return own.isEmpty() && checker.violations().isEmpty();
  }

  /** Moves the clock, and stops soon after something was found. */
  private void advance(Duration until) {
    while (fine() && scheduler.now().compareTo(until) < 0) {
      try {
        scheduler.advance(CHECK_EVERY);
      } catch (RuntimeException e) {
        // For instance of a machine that was asked for what no driver is asked for.
        fault("simulation", "what happened last", e);
      }
    }
  }

  private void happen(Step step) {
    String kind = step.deed().getClass().getSimpleName();
    if (step.deed() instanceof Fault.BadNetwork(var _, Spell.Kind spell, var _)) {
      kind += "." + spell;
    }
    happened.merge(kind, 1L, Long::sum);
    log.say("scenario", "step " + step.number() + ": " + step.deed());
    deeds.happen(step.deed());
  }

  private void violated(String invariant, String detail) {
    own.add(new Violation(invariant, scheduler.now(), revision, detail));
  }

  @Override
  public void say(String who, String what) {
    log.say(who, what);
  }

  @Override
  public void fault(String who, String component, Throwable why) {
    log.say(who, component + " failed: " + why);
    StackTraceElement[] trace = why.getStackTrace();
    violated(
        "component-fault",
        who + " " + component + ": " + why + (trace.length == 0 ? "" : " at " + trace[0]));
  }

  @Override
  public void onApplied(Applied applied) {
    log.onApplied(applied);
    steps.onApplied(applied);
  }

  @Override
  public void started(String agent, ContainerId id, long pid) {
    log.started(agent, id, pid);
    uids.add(id.taskUid());
    checker.process(new ProcessEvent.Started(scheduler.now(), agent, run(id)));
  }

  @Override
  public void ended(String agent, ContainerId id, int signal) {
    log.ended(agent, id, signal);
    checker.process(new ProcessEvent.Ended(scheduler.now(), agent, run(id), signal));
  }

  @Override
  public void rebooted(String agent) {
    log.rebooted(agent);
    checker.process(new ProcessEvent.Rebooted(scheduler.now(), agent));
  }

  private void observe(dev.meso.simulation.check.Step step) {
    revision = step.revision();
    checker.observe(step);
    readers.onStep(step);
  }

  private static ProcessEvent.Run run(ContainerId id) {
    return new ProcessEvent.Run(
        id.namespace(), id.task(), id.taskUid(), id.attempt(), id.container(), id.run());
  }
}
