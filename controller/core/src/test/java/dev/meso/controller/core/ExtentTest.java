package dev.meso.controller.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far an App or a Job is looked at when something has changed. */
class ExtentTest {
  private static final int TASKS = 50;
  private static final ObjectRef JOB = new ObjectRef(Kind.JOB, World.NS, "batch");
  private static final ObjectRef APP = new ObjectRef(Kind.APP, World.NS, "web");

  private final World world = new World();

  @Test
  void aTaskThatChangedIsLookedAtAlone() {
    world.withAgent("a1", TASKS).lead();
    world.withJob("batch", TASKS, TASKS, 6, World.spec(100)).settle();
    exit("batch-7", 0);
    assertThat(looked(JOB)).isEqualTo(only("batch-7"));
    world.settle();
    assertThat(world.jobStatus("batch").succeeded()).isEqualTo(1);
    assertThat(world.jobStatus("batch").active()).isEqualTo(TASKS - 1);
  }

  @Test
  void itsStatusComesOfNoTaskAndAsksForNone() {
    world.withAgent("a1", TASKS).lead();
    world.withJob("batch", TASKS, TASKS, 6, World.spec(100)).settle();
    exit("batch-7", 0);
    int whole = 0;
    for (int round = 0; round < 10; round++) {
      Extent extent = looked(JOB);
      whole += extent != null && extent.whole() ? 1 : 0;
    }
    assertThat(whole).isZero();
  }

  @Test
  void allAreLookedAtWhereOneWaitsForAnother() {
    world.withAgent("a1", TASKS).lead();
    world.withJob("batch", TASKS, 10, 6, World.spec(100)).settle();
    // The next attempt of a failed task takes its place; as long as it has none all is regular.
    exit("batch-3", 1);
    assertThat(looked(JOB)).isEqualTo(only("batch-3"));
    world.delete(Kind.JOB, World.NS, "batch");
    assertThat(looked(JOB)).isEqualTo(Extent.WHOLE);
  }

  @Test
  void allAreLookedAtWhileTheyWaitForRoom() {
    world.withAgent("a1", 2).lead();
    world.withApp("web", 30, World.spec(100)).settle();
    exit("web-1", 1);
    assertThat(looked(APP)).isEqualTo(Extent.WHOLE);
  }

  @Test
  void allAreLookedAtUntilAllAreOfOneTemplate() {
    world.withAgent("a1", TASKS).lead();
    world.withApp("web", 12, World.spec(100)).settle();
    world.app("web", 12, World.spec(200));
    int whole = 0;
    for (int round = 0; round < 5 || !"Running".equals(world.appStatus("web").phase()); round++) {
      assertThat(round).isLessThan(200);
      Extent extent = looked(APP);
      whole += extent != null && extent.whole() ? 1 : 0;
      world.pass(Duration.ofMillis(100));
    }
    assertThat(whole).as("at most 3 of 12 are exchanged at a time").isGreaterThan(4);
    world.settle();
    exit("web-1", 1);
    assertThat(looked(APP)).isNotEqualTo(Extent.WHOLE);
  }

  @Test
  void aTasksOwnTimeComesWhenAnotherTaskWasLookedAtBetween() {
    world.withAgent("a1", TASKS).lead();
    world.withApp("web", 3, World.spec(100)).settle();
    exit("web-0", 1);
    world.settle();
    exit("web-1", 1);
    world.settle();
    world.settleFor(Duration.ofMinutes(2));
    assertThat(world.running("web")).isEqualTo(3);
  }

  private void exit(String task, int code) {
    var agent = world.agent("a1");
    agent.running().keySet().stream()
        .filter(attempt -> attempt.task().equals(task))
        .toList()
        .forEach(attempt -> agent.exit(attempt, code, world.now().wall()));
  }

  /** How far a decision looks at an object; absent when it does not. */
  private @Nullable Extent looked(ObjectRef ref) {
    world.agents().values().forEach(agent -> agent.step(world.now().wall()));
    world.hear();
    Plan plan = world.decide();
    world.state().apply(new Event.Submitted(plan));
    plan.txns().forEach(world::carryOut);
    return plan.upkeep().handled().get(ref);
  }

  private static Extent only(String task) {
    TreeSet<String> tasks = new TreeSet<>();
    tasks.add(task);
    return new Extent(tasks);
  }
}
