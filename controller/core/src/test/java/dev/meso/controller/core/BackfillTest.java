package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.validation.Defaults;
import dev.meso.controller.core.allocation.Departure;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small work passes a gang that waits, but does not put it off. */
class BackfillTest {
  private final World world = new World();

  @Test
  void onlyWhatEndsInTimePassesAGangThatWaits() {
    world.withAgent("a1", 4).lead();
    world.withTask("first", runs(2000, 600L));
    world.settle();
    world.withGang("train", 2, 2, spec(2000));
    world.settle();
    world.withTask("endless", runs(1000, null));
    world.withTask("long", runs(1000, 601L));
    world.withTask("short", runs(1000, 300L));
    world.settle();
    assertThat(phase("short")).isEqualTo(TaskPhase.RUNNING);
    for (String late : new String[] {"endless", "long"}) {
      assertThat(phase(late)).as(late).isEqualTo(TaskPhase.PENDING);
      assertThat(world.status(late).reason()).as(late).isEqualTo(NotDone.ROOM_KEPT);
      assertThat(world.status(late).message())
          .contains("kept for the gang of Job default/train")
          .contains(latest("first", 600).toString());
    }
    assertThat(world.status("train-0").message())
        .contains("enough must have ended at " + latest("first", 600));
    assertThat(
            new Explain(Decider.LOST_AFTER)
                .job(world.state().fork(), World.NS, "train", world.now())
                .orElseThrow()
                .lines())
        .contains(
            "  there is room for the whole gang at " + latest("first", 600) + " at the latest");
    end("short");
    end("first");
    world.settle();
    assertThat(world.attemptsOf("train")).isEqualTo(2);
    assertThat(phase("endless")).isEqualTo(TaskPhase.PENDING);
    assertThat(world.status("endless").message()).isNotNull();
  }

  @Test
  void roomThatTheGangDoesNotNeedIsThereForAll() {
    world.withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withTask("first", runs(3000, 600L));
    world.withTask("other", runs(3000, null));
    world.settle();
    world.withGang("train", 2, 2, spec(2000));
    world.settle();
    // 4 cores on the agent of the first one will do: the core beside the other one is not needed.
    world.withTask("endless", runs(1000, null));
    world.withTask("late", runs(1000, null));
    world.settle();
    assertThat(phase("endless")).isEqualTo(TaskPhase.RUNNING);
    assertThat(world.status("endless").agent()).isEqualTo(world.status("other").agent());
    assertThat(world.status("late").reason()).isEqualTo(NotDone.ROOM_KEPT);
  }

  @Test
  void whereNoEndIsKnownNothingIsKept() {
    world.withAgent("a1", 4).lead();
    world.withTask("first", runs(2000, null));
    world.settle();
    world.withGang("train", 2, 2, spec(2000));
    world.settle();
    world.withTask("endless", runs(1000, null));
    world.settle();
    assertThat(phase("endless")).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void whatIsKeptIsThereForOthersWhenTheGangIsGone() {
    waitsBehindAGang();
    world.delete(Kind.JOB, World.NS, "train");
    world.settle();
    assertThat(phase("endless")).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void nothingIsKeptForEverForWhatShouldHaveEndedAndDoesNot() {
    waitsBehindAGang();
    // The agent does not hear that the first one is to end.
    leads(Duration.ofSeconds(600 + Defaults.GRACE_PERIOD_SECONDS));
    assertThat(phase("first")).isEqualTo(TaskPhase.STOPPING);
    assertThat(phase("endless")).isEqualTo(TaskPhase.PENDING);
    leads(Departure.OVERDUE.multipliedBy(2));
    assertThat(phase("endless")).isEqualTo(TaskPhase.ASSIGNED);
  }

  @Test
  void aQueueThatIsDueMoreIsNotHeldUpByAGangOfAnother() {
    world.withAgent("a1", 4).lead();
    world.withQueue("rich");
    world.withQueue("poor");
    world.withTask("first", in("rich", runs(2000, 600L)));
    world.settle();
    world.withGang("train", 2, 2, in("rich", spec(2000)));
    world.settle();
    world.withTask("endless", in("poor", runs(1000, null)));
    world.settle();
    assertThat(phase("endless")).isEqualTo(TaskPhase.RUNNING);
    // Now poor has a quarter and rich a half; the next one of poor is still due before the gang.
    world.withTask("more", in("poor", runs(1000, null)));
    world.settle();
    assertThat(phase("more")).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void theOlderOfTwoGangsIsServedFirst() {
    world.withAgent("a1", 4).lead();
    world.withTask("first", runs(2000, 600L));
    world.settle();
    world.withGang("large", 2, 2, spec(2000));
    world.pass(Duration.ofSeconds(1));
    world.settle();
    world.withGang("small", 2, 2, spec(1000));
    world.settle();
    assertThat(world.attemptsOf("small")).isZero();
    end("first");
    world.settle();
    assertThat(world.attemptsOf("large")).isEqualTo(2);
    assertThat(world.attemptsOf("small")).isZero();
  }

  /** Time passes for the leader alone. */
  private void leads(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      world.pass(Duration.ofSeconds(1));
      world.round();
    }
  }

  private void waitsBehindAGang() {
    world.withAgent("a1", 4).lead();
    world.withTask("first", runs(2000, 600L));
    world.settle();
    world.withGang("train", 2, 2, spec(2000));
    world.settle();
    world.withTask("endless", runs(1000, null));
    world.settle();
    assertThat(world.status("endless").reason()).isEqualTo(NotDone.ROOM_KEPT);
  }

  private static TaskSpec runs(int millis, @Nullable Long seconds) {
    return spec(millis).toBuilder().activeDeadlineSeconds(seconds).build();
  }

  private static TaskSpec in(@Nullable String queue, TaskSpec spec) {
    return spec.toBuilder().queue(queue).build();
  }

  private TaskPhase phase(String task) {
    return world.status(task).phase();
  }

  /** When a task will have ended at the latest. */
  private Instant latest(String task, long seconds) {
    Instant started = Objects.requireNonNull(world.status(task).startedAt());
    return started.plusSeconds(seconds + Defaults.GRACE_PERIOD_SECONDS);
  }

  private void end(String task) {
    String agent = Objects.requireNonNull(world.status(task).agent());
    AttemptId attempt = new AttemptId(World.NS, task, world.status(task).attempt());
    world.agent(agent).exit(attempt, 0, world.now().wall());
  }
}
