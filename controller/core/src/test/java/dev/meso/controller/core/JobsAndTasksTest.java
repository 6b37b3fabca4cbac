package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.sim.FakeAgent;
import dev.meso.controller.core.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class JobsAndTasksTest {

  private static void exitAll(World world, int code) {
    FakeAgent agent = world.agent("a1");
    for (AttemptId attempt : new ArrayList<>(agent.running().keySet())) {
      agent.exit(attempt, code, world.now().wall());
    }
    world.settle();
  }

  @Test
  void jobRunsAtMostItsParallelismUntilAllHaveSucceeded() {
    World world = new World().withAgent("a1", 8).withJob("sum", 5, 2, 6, spec(1000)).lead();
    world.settle();
    assertThat(world.assignments()).containsExactly("a1 sum-0#1 run", "a1 sum-1#1 run");
    exitAll(world, 0);
    assertThat(world.assignments()).containsExactly("a1 sum-2#1 run", "a1 sum-3#1 run");
    exitAll(world, 0);
    exitAll(world, 0);

    assertThat(world.jobStatus("sum").phase()).isEqualTo("Succeeded");
    assertThat(world.jobStatus("sum").succeeded()).isEqualTo(5);
    assertThat(world.assignments()).isEmpty();
    assertThat(world.status("sum-4").phase()).isEqualTo(TaskPhase.SUCCEEDED);
  }

  @Test
  void jobFailsWhenMoreAttemptsFailedThanItsLimitAndStopsTheRest() {
    World world = new World().withAgent("a1", 8).withJob("sum", 2, 2, 1, spec(1000)).lead();
    world.settle();
    for (int attempt = 1; attempt <= 2; attempt++) {
      world.agent("a1").exit(new AttemptId(NS, "sum-0", attempt), 1, world.now().wall());
      world.settleFor(Duration.ofSeconds(4));
    }

    assertThat(world.jobStatus("sum").phase()).isEqualTo("Failed");
    assertThat(world.jobStatus("sum").failed()).isEqualTo(2);
    assertThat(world.assignments()).isEmpty();
    assertThat(world.status("sum-1").phase()).isEqualTo(TaskPhase.KILLED);
  }

  /** Found by simulation: a finished Job counted fewer successes than it needed to finish. */
  @Test
  void finishedJobKeepsItsCountsWhenUsersRemoveRecordsOfItsTasks() {
    World world = new World().withAgent("a1", 8).withJob("sum", 2, 2, 6, spec(1000)).lead();
    world.settle();
    exitAll(world, 0);
    world.delete(Kind.TASK, NS, "sum-1");
    world.settle();

    assertThat(world.task("sum-1")).isNull();
    assertThat(world.jobStatus("sum").phase()).isEqualTo("Succeeded");
    assertThat(world.jobStatus("sum").succeeded()).isEqualTo(2);
    assertThat(world.assignments()).isEmpty();
  }

  @Test
  void lostAttemptOfAJobIsMadeAgainAndCountsForNothing() {
    World world = new World().withAgent("a1", 8).withJob("sum", 1, 1, 0, spec(1000)).lead();
    world.settle();
    world.agent("a1").reboot(world.now().wall());
    world.settleFor(Duration.ofSeconds(2));

    assertThat(world.assignments()).containsExactly("a1 sum-0#2 run");
    assertThat(world.jobStatus("sum").failed()).isZero();
  }

  @Test
  void standAloneTaskThatFailedStaysSo() {
    World world = new World().withAgent("a1", 8).withTask("one", spec(1000)).lead().settle();
    exitAll(world, 3);
    world.settleFor(Duration.ofSeconds(10));

    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(world.status("one").exitCode()).isEqualTo(3);
    assertThat(world.assignments()).isEmpty();
  }

  @Test
  void taskOfTheSameNameNeverTakesItsPredecessorsAttemptForItsOwn() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withTask("one", spec(1000)).settle();
    String old = world.task("one").metadata().uid();
    world.agent("a1").vanish();
    world.settleFor(Duration.ofSeconds(13));
    world.delete(Kind.TASK, NS, "one");
    world.settle();
    world.withTask("one", spec(1000)).settle();

    assertThat(world.task("one").metadata().uid()).isNotEqualTo(old);
    assertThat(world.assignments()).containsExactly("a1 one#1 stop", "a2 one#2 run");
    world.agent("a1").connect(world.now().wall());
    world.settle();
    assertThat(world.assignments()).containsExactly("a2 one#2 run");
    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void namespaceTakesAlongWhatIsInIt() {
    World world = new World().withAgent("a1", 4).lead();
    world.create(Namespace.of(world.fresh(NS, null), new NamespaceSpec(), null));
    world.withApp("web", 2, spec(500)).withTask("one", spec(500)).settle();
    world.delete(Kind.NAMESPACE, null, NS);
    world.settle();

    assertThat(world.store().keys().keySet())
        .allMatch(key -> !(key instanceof Key.Spec) && !(key instanceof Key.Assignment));
    assertThat(world.agent("a1").running()).isEmpty();
  }
}
