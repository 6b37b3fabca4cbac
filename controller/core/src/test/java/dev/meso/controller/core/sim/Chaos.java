package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.Event;
import dev.meso.controller.core.state.Rebuilding;
import dev.meso.controller.core.state.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A world in which things happen in random order: transactions land late and in another order,
 * answers and watch events overtake each other, agents vanish, users change their minds, leaders
 * fall. The same seed gives the same story.
 */
public final class Chaos {
  private static final Explain EXPLAIN = new Explain(Decider.LOST_AFTER);

  private record Answer(PlannedTxn txn, OptionalLong revision) {}

  private final World world;
  private final Random random;
  private final Invariants invariants;
  private final List<PlannedTxn> sent = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  private final @Nullable Tenants tenants;

  /** Users of one queue, who make Apps, Jobs and tasks. */
  public Chaos(World world, long seed) {
    this(world, seed, null);
  }

  /** These tenants instead, whose queues and gangs are watched at every transaction. */
  public Chaos(World world, long seed, @Nullable Tenants tenants) {
    this.world = world;
    this.tenants = tenants;
    this.random = new Random(seed);
    this.invariants = new Invariants(world);
  }

  /** One random thing happens. */
  public void step() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      decide();
    } else if (dice < 44) {
      land();
    } else if (dice < 60) {
      answer();
    } else if (dice < 76) {
      if (world.behind()) {
        world.hearOne();
      }
    } else if (dice < 90) {
      any(world.agents().values()).step(world.now().wall());
    } else if (dice < 94) {
      world.pass(Duration.ofMillis(100 + random.nextInt(3000)));
    } else if (dice < 97) {
      trouble();
    } else {
      user();
    }
    invariants.check();
  }

  /** No more faults: every agent is back, every answer arrives, users are content. */
  public void calm() {
    sent.forEach(txn -> answers.add(new Answer(txn, commit(txn))));
    sent.clear();
    while (!answers.isEmpty()) {
      tell(answers.removeFirst());
    }
    world.state().apply(new Event.StoreReachable());
    for (FakeAgent agent : world.agents().values()) {
      if (!agent.connected()) {
        agent.connect(world.now().wall());
      }
    }
    world.settle();
    for (int i = 0; i < 40; i++) {
      world.pass(Duration.ofSeconds(20));
      world.settle();
      invariants.check();
    }
  }

  private void decide() {
    explain();
    Plan plan = world.decide();
    Plan rebuilt = world.decider().decide(Rebuilding.of(world.state()), world.now(), 7);
    boolean comparable = tenants == null || tenants.knownWaiters();
    if (comparable && !compared(plan).equals(compared(rebuilt))) {
      throw new AssertionError(
          "incremental " + Plans.writes(plan) + "\nrebuilt     " + Plans.writes(rebuilt));
    }
    if (tenants != null) {
      tenants.decided(plan);
    }
    world.state().apply(new Event.Submitted(plan));
    sent.addAll(plan.txns());
  }

  /** People ask why, of the very state that decides next: it must make no difference. */
  private void explain() {
    ClusterView view = world.state();
    for (ObjectRef ref : view.workloads().keySet()) {
      switch (ref.kind()) {
        case APP -> EXPLAIN.app(view, ref.namespace(), ref.name(), world.now());
        case JOB -> EXPLAIN.job(view, ref.namespace(), ref.name(), world.now());
        default -> {}
      }
    }
    for (TaskName task : view.tasks().keySet()) {
      EXPLAIN.task(view, task.namespace(), task.name(), world.now());
    }
  }

  /**
   * What both must write. Why a task waits is said when it is tried, and who waits already is not
   * tried again when less is left for it: with tenants that text alone may be the older one.
   */
  private List<String> compared(Plan plan) {
    return tenants == null ? Plans.writes(plan) : Plans.decisions(plan);
  }

  private void land() {
    if (!sent.isEmpty()) {
      PlannedTxn txn = sent.remove(random.nextInt(sent.size()));
      answers.add(new Answer(txn, commit(txn)));
    }
  }

  private OptionalLong commit(PlannedTxn txn) {
    return tenants == null ? world.store().commit(txn) : tenants.commit(txn);
  }

  private void answer() {
    if (!answers.isEmpty()) {
      tell(answers.remove(random.nextInt(answers.size())));
    }
  }

  private void tell(Answer answer) {
    world.answer(answer.txn(), answer.revision());
  }

  private void trouble() {
    FakeAgent agent = any(world.agents().values());
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        if (agent.connected()) {
          agent.vanish();
        } else {
          agent.connect(world.now().wall());
        }
      }
      case 2 -> {
        if (!agent.running().isEmpty()) {
          agent.exit(any(agent.running().keySet()), random.nextInt(2), world.now().wall());
        }
      }
      case 3 -> agent.reboot(world.now().wall());
      case 4 -> {
        // The leader falls: what is on its way may land first, then it is fenced off.
        while (!sent.isEmpty() && random.nextBoolean()) {
          land();
        }
        sent.clear();
        answers.clear();
        world.lead();
      }
      default -> {
        world.state().apply(new Event.StoreUnreachable());
        world.pass(Duration.ofSeconds(random.nextInt(30)));
        world.state().apply(new Event.StoreReachable());
      }
    }
  }

  private void user() {
    if (tenants != null) {
      tenants.step(random);
      return;
    }
    String app = "app" + random.nextInt(2);
    TaskSpec spec =
        World.lostSpec(
            500 + 500 * random.nextInt(3),
            random.nextInt(4) == 0 ? TaskSpec.ON_LOST_WAIT : TaskSpec.ON_LOST_REPLACE,
            "v" + random.nextInt(3),
            random.nextBoolean() ? "http" : "admin=8080");
    switch (random.nextInt(8)) {
      case 0 -> world.withApp(app, 1 + random.nextInt(3), spec);
      case 1, 2 -> world.app(app, random.nextInt(5), spec);
      case 3 -> world.delete(Kind.APP, World.NS, app);
      case 4 -> world.withJob("job", 1 + random.nextInt(4), 2, 3, spec);
      case 5 ->
          world.delete(
              random.nextBoolean() ? Kind.JOB : Kind.TASK,
              World.NS,
              random.nextBoolean() ? "job" : "solo");
      case 6 -> {
        if (random.nextBoolean()) {
          world.withTask("solo", spec);
        } else {
          world.delete(Kind.TASK, World.NS, app + "-" + random.nextInt(3));
        }
      }
      default ->
          world.agentSpec(
              any(world.agents().keySet()),
              new AgentSpec(random.nextBoolean(), null, Collections.emptySortedMap()));
    }
  }

  private <T> T any(Iterable<T> from) {
    List<T> all = new ArrayList<>();
    from.forEach(all::add);
    return all.get(random.nextInt(all.size()));
  }

  /** Attempts that run somewhere, by any agent's knowledge. */
  static List<AttemptId> running(World world) {
    List<AttemptId> all = new ArrayList<>();
    world.agents().values().forEach(agent -> all.addAll(agent.running().keySet()));
    Collections.sort(all);
    return all;
  }

  /** Keys of assignments in the store. */
  static long assignments(World world) {
    return world.store().keys().keySet().stream().filter(Key.Assignment.class::isInstance).count();
  }
}
