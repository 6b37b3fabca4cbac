package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gangs for which others end. */
class GangPreemptionTest {
  private final World world = new World();

  @Test
  void othersEndForAllMembersOfAGang() {
    world.withAgent("a1", 2).withAgent("a2", 2).lead();
    app("low", 2, 0, 2000);
    world.settle();
    world.withGang("train", 2, 2, at(10, 2000));
    world.settle();
    assertThat(world.attemptsOf("train")).isEqualTo(2);
    assertThat(world.running("low")).isZero();
  }

  @Test
  void nobodyEndsForAGangOfWhichOneMemberWouldFindNoRoom() {
    world.withAgent("a1", 2).withAgent("a2", 2).lead();
    app("low", 2, 0, 2000);
    world.settle();
    world.withGang("train", 3, 3, at(10, 2000));
    world.settle();
    assertThat(world.running("low")).isEqualTo(2);
    assertThat(world.status("train-0").reason()).isEqualTo("GangIncomplete");
    assertThat(world.assignments()).hasSize(2);
  }

  @Test
  void onlyForThoseThatFindNoneAndOneThatEndsMayMakeRoomForSeveral() {
    world.withAgent("a1", 2).withAgent("a2", 4).withAgent("a3", 4).lead();
    world.withTask("large", at(0, 4000));
    world.withTask("other", at(0, 4000));
    world.settle();
    world.withGang("train", 3, 3, at(10, 2000));
    world.settle();
    assertThat(world.attemptsOf("train")).isEqualTo(3);
    assertThat(world.attemptsOf("large") + world.attemptsOf("other")).isEqualTo(1);
  }

  @Test
  void theSamePriorityIsNotEnded() {
    world.withAgent("a1", 2).lead();
    app("low", 2, 5, 1000);
    world.settle();
    world.withGang("train", 2, 2, at(5, 1000));
    world.settle();
    assertThat(world.running("low")).isEqualTo(2);
    assertThat(world.attemptsOf("train")).isZero();
  }

  /** The leader dies when so many of the transactions have been carried out. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aNewLeaderGoesOnWithAGangForWhichOthersEnd(int written) {
    world.withAgent("a1", 2).withAgent("a2", 2).withAgent("a3", 2).lead();
    app("low", 2, 0, 2000);
    world.settle();
    world.withGang("train", 3, 3, at(10, 2000));
    world.hear();
    Plan plan = world.decide();
    world.state().apply(new Event.Submitted(plan));
    plan.txns().stream().limit(written).forEach(world::carryOut);
    world.lead();
    world.settle();
    assertThat(world.attemptsOf("train")).isEqualTo(3);
    assertThat(world.running("low")).isZero();
    assertThat(world.status("low-0").phase()).isEqualTo(TaskPhase.PENDING);
  }

  @Test
  void noMemberStartsBeforeTheOthersHaveEnded() {
    world.withAgent("a1", 2).withAgent("a2", 2).lead();
    world.withTask("low", at(0, 2000));
    world.settle();
    world.withGang("train", 2, 2, at(10, 2000));
    for (int i = 0; i < 5; i++) {
      world.round(); // The agents do not move.
    }
    assertThat(world.status("low").phase()).isEqualTo(TaskPhase.STOPPING);
    long assigned =
        world.store().keys().values().stream()
            .filter(
                held ->
                    held.value() instanceof Assignment it
                        && it.task().startsWith("train")
                        && it.mustWait())
            .count();
    assertThat(assigned).isEqualTo(1);
    world.settle();
    assertThat(world.attemptsOf("train")).isEqualTo(2);
  }

  private static TaskSpec at(int priority, int millis) {
    return spec(millis).toBuilder().priority(priority).build();
  }

  private void app(String name, int replicas, int priority, int millis) {
    world.withApp(name, replicas, at(priority, millis));
  }
}
