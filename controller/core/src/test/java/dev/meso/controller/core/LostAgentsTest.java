package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.lostSpec;
import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.TaskSpec;
import dev.meso.api.meta.Condition;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostAgentsTest {
  private static final Duration SHORT = Duration.ofSeconds(11);
  private static final Duration LONG = Duration.ofSeconds(15);

  @Test
  void taskOfALostAgentIsReplacedAndTheOldAttemptStoppedOnReturn() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withApp("web", 1, spec(1000)).settle();
    world.agent("a1").vanish();

    world.settleFor(SHORT);
    assertThat(world.assignments()).containsExactly("a1 web-0#1 run");
    world.settleFor(Duration.ofSeconds(2));
    assertThat(world.assignments()).containsExactly("a1 web-0#1 stop", "a2 web-0#2 run");

    world.agent("a1").connect(world.now().wall());
    world.settle();
    assertThat(world.assignments()).containsExactly("a2 web-0#2 run");
    assertThat(world.agent("a1").running()).isEmpty();
    assertThat(world.agentStatus("a1").phase()).isEqualTo("Ready");
  }

  @Test
  void nothingIsReplacedWhenAllAgentsVanishAndAConditionSaysWhy() {
    for (int agents = 1; agents <= 5; agents++) {
      World world = new World();
      for (int i = 1; i <= agents; i++) {
        world.withAgent("a" + i, 4);
      }
      world.withApp("web", agents, spec(1000)).lead().settle();
      for (int i = 1; i <= agents; i++) {
        world.agent("a" + i).vanish();
        world.settleFor(Duration.ofSeconds(1));
      }

      world.settleFor(Duration.ofSeconds(60));

      for (int i = 1; i <= agents; i++) {
        assertThat(world.agentStatus("a" + i).conditions())
            .filteredOn(Condition::holds)
            .extracting(Condition::type)
            .containsExactly("ReplacementPaused");
      }
      assertThat(world.assignments()).hasSize(agents).allMatch(it -> it.endsWith("#1 run"));
      for (int i = 1; i <= agents; i++) {
        world.agent("a" + i).connect(world.now().wall());
      }
      world.settleFor(Duration.ofSeconds(1));
      assertThat(world.appStatus("web").readyReplicas()).isEqualTo(agents);
      assertThat(world.assignments()).allMatch(it -> it.endsWith("#1 run"));
    }
  }

  @Test
  void agentsThatReturnOneByOneAfterAllVanishedFindNothingReplaced() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).withAgent("a3", 4);
    world.withApp("web", 3, spec(1000)).lead().settle();
    List<String> before = world.assignments();
    for (int i = 1; i <= 3; i++) {
      world.agent("a" + i).vanish();
    }
    world.settleFor(Duration.ofSeconds(60));
    for (int i = 1; i <= 3; i++) {
      world.agent("a" + i).connect(world.now().wall());
      world.settleFor(Duration.ofSeconds(5));
    }
    assertThat(world.assignments()).isEqualTo(before);

    // The brake holds no longer: one that vanishes alone is replaced.
    world.agent("a1").vanish();
    world.settleFor(Duration.ofSeconds(30));
    assertThat(world.assignments()).isNotEqualTo(before);
  }

  @Test
  void anOutageOfTheStoreStartsTheClocksAnew() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withApp("web", 1, spec(1000)).settle();
    world.agent("a1").vanish();
    world.settleFor(SHORT);
    world.state().apply(new Event.StoreUnreachable());
    world.settleFor(Duration.ofSeconds(60));
    world.state().apply(new Event.StoreReachable());

    world.settleFor(SHORT);
    assertThat(world.assignments()).containsExactly("a1 web-0#1 run");
    world.settleFor(LONG);
    assertThat(world.assignments()).contains("a2 web-0#2 run");
  }

  @Test
  void aNewLeaderStartsTheClocksAnew() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withApp("web", 1, spec(1000)).settle();
    world.agent("a1").vanish();
    world.settleFor(SHORT);
    world.lead();
    world.settleFor(SHORT);
    assertThat(world.assignments()).containsExactly("a1 web-0#1 run");
  }

  @Test
  void taskThatWaitsForItsAgentIsReplacedOnlyWhenTheAgentIsGone() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withApp("db", 1, lostSpec(1000, TaskSpec.ON_LOST_WAIT, "db")).settle();
    world.agent("a1").vanish();
    world.settleFor(Duration.ofSeconds(60));
    assertThat(world.status("db-0").phase()).isEqualTo(TaskPhase.UNREACHABLE);
    assertThat(world.assignments()).containsExactly("a1 db-0#1 run");

    world.declareGone("a1").settle();
    assertThat(world.assignments()).containsExactly("a2 db-0#2 run");
  }

  @Test
  void unreachableTaskGoesOnWhenItsAgentReturns() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withTask("one", lostSpec(1000, TaskSpec.ON_LOST_WAIT, "one")).settle();
    world.agent("a1").vanish();
    world.settleFor(LONG);
    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.UNREACHABLE);
    world.agent("a1").connect(world.now().wall());
    world.settle();
    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(world.status("one").attempt()).isEqualTo(1);
    assertThat(world.task("one").metadata().namespace()).isEqualTo(NS);
  }
}
