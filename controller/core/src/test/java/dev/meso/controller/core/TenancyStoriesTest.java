package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.sim.FakeStore;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What tenants of one cluster do to each other, and what a leader that dies leaves to the next. */
class TenancyStoriesTest {
  /** Members of a gang: more than one transaction holds. */
  private static final int GANG = 90;

  private static final int WRITES_MAX = 400;

  private final World world = new World();

  @Test
  void aLimitLetsGoWhenSomethingOfItsQueueEnds() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, "2");
    world.withApp("first", 2, in("eng", 0, 1000));
    world.settle();
    world.withApp("second", 1, in("eng", 0, 1000));
    world.settle();
    assertThat(world.status("second-0").reason()).isEqualTo("QueueFull");
    world.app("first", 1, in("eng", 0, 1000));
    world.settle();
    assertThat(world.running("second")).isEqualTo(1);
  }

  @Test
  void aLimitOfTheQueueAboveLetsGoToo() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, "2");
    queue("eng.web", 1, null, null);
    queue("eng.ml", 1, null, null);
    world.withApp("web", 2, in("eng.web", 0, 1000));
    world.settle();
    world.withApp("ml", 2, in("eng.ml", 0, 1000));
    world.settle();
    assertThat(world.running("ml")).isZero();
    world.delete(Kind.APP, World.NS, "web");
    world.settle();
    assertThat(world.running("ml")).isEqualTo(2);
  }

  @Test
  void aQueueThatIsMadeMeanwhileAboveTheOneOfATaskIsHeeded() {
    world.withAgent("a1", 8).lead();
    queue("eng.web", 1, null, null);
    world.settle();
    world.withTask("one", in("eng.web", 0, 1000));
    world.hear();
    Plan plan = world.decide();
    world.state().apply(new Event.Submitted(plan));
    queue("eng", 1, null, "500m");
    plan.txns().forEach(world::carryOut);
    assertThat(world.assignments()).isEmpty();
    world.settle();
    assertThat(world.status("one").reason()).isEqualTo("QueueFull");
  }

  @Test
  void aGuaranteeComesBeforeWeights() {
    world.withAgent("a1", 8).lead();
    queue("guaranteed", 1, "5", null);
    queue("heavy", 99, null, null);
    world.withApp("heavy", 8, in("heavy", 0, 1000));
    world.withApp("guaranteed", 8, in("guaranteed", 0, 1000));
    world.settle();
    assertThat(world.running("guaranteed")).isEqualTo(5);
    assertThat(world.running("heavy")).isEqualTo(3);
  }

  @Test
  void whatRunsStaysWhenItsQueueIsDeletedAndWhatComesWaits() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, null);
    world.withApp("a", 2, in("eng", 0, 1000));
    world.settle();
    world.store().delete(new Key.Spec(Kind.QUEUE, null, "eng"));
    world.settle();
    assertThat(world.running("a")).isEqualTo(2);
    world.app("a", 3, in("eng", 0, 1000));
    world.settle();
    assertThat(world.running("a")).isEqualTo(2);
    assertThat(world.status("a-2").reason()).isEqualTo("QueueNotFound");
    queue("eng", 1, null, null);
    world.settle();
    assertThat(world.running("a")).isEqualTo(3);
  }

  @Test
  void theRoomThatIsClearedForATaskGoesBackWhenItIsDeletedMeanwhile() {
    world.withAgent("a1", 2).lead();
    world.withApp("low", 2, in(null, 0, 1000));
    world.settle();
    world.withApp("high", 1, in(null, 10, 1000));
    while (!world.round().isEmpty()) {
      // The agent does not move: the victim goes on.
    }
    assertThat(world.status("high-0").nominatedAgent()).isEqualTo("a1");
    world.delete(Kind.APP, World.NS, "high");
    world.settle();
    assertThat(world.task("high-0")).isNull();
    assertThat(world.running("low")).isEqualTo(2);
  }

  /** What is being written about cannot be ended; when it has been, somebody may wait for that. */
  @Test
  void whoWaitsWhileAWriteIsInFlightHasOthersEndedWhenItHasLanded() {
    world.withAgent("a1", 2).lead();
    world.withApp("low", 1, in(null, 0, 2000));
    world.round();
    world.agent("a1").step(world.now().wall());
    world.agent("a1").step(world.now().wall());
    world.hear();
    Plan inFlight = world.decide();
    world.state().apply(new Event.Submitted(inFlight));
    assertThat(inFlight.txns()).isNotEmpty();
    world.withApp("high", 1, in(null, 10, 2000));
    while (!world.round().isEmpty()) {
      // The agent says no more, and the write of what it said does not land.
    }
    assertThat(world.status("high-0").reason()).isEqualTo("Unschedulable");
    inFlight.txns().forEach(world::carryOut);
    world.round();
    assertThat(world.status("high-0").reason()).isEqualTo("Preempting");
    world.settle();
    assertThat(world.running("high")).isEqualTo(1);
  }

  @Test
  void ofTwoGangsThatCouldEachHaveHalfOneRunsAndThenTheOther() {
    world.withAgent("a1", 2).withAgent("a2", 2).lead();
    world.withGang("one", 3, 3, in(null, 0, 1000));
    world.withGang("two", 3, 3, in(null, 0, 1000));
    world.settle();
    assertThat(world.attemptsOf("one-")).isEqualTo(3);
    assertThat(world.attemptsOf("two-")).isZero();
    world.delete(Kind.JOB, World.NS, "one");
    world.settle();
    assertThat(world.attemptsOf("two-")).isEqualTo(3);
  }

  /** Whatever is left behind is completed or withdrawn: nobody holds for ever what others want. */
  @Test
  void twoGangsAreServedWhereverTheLeaderDies() {
    everyDeath(
        twoGangs -> {
          twoGangs.withAgent("a1", 70).withAgent("a2", 70).lead();
          twoGangs.withGang("one", GANG, GANG, in(null, 0, 1000));
          twoGangs.withGang("two", GANG, GANG, in(null, 0, 1000));
        },
        after -> {
          after.settleFor(Duration.ofSeconds(5));
          long one = after.attemptsOf("one-");
          long two = after.attemptsOf("two-");
          assertThat(Math.max(one, two)).isEqualTo(GANG);
          assertThat(Math.min(one, two)).isZero();
          after.delete(Kind.JOB, World.NS, one == GANG ? "one" : "two");
          after.settleFor(Duration.ofSeconds(100));
          assertThat(after.attemptsOf(one == GANG ? "two-" : "one-")).isEqualTo(GANG);
        });
  }

  /** Whatever was decided and not written is decided again. */
  @Test
  void aPreemptionIsFinishedWhereverTheLeaderDies() {
    everyDeath(
        full -> {
          full.withAgent("a1", 2).withAgent("a2", 2).lead();
          full.withApp("low", 4, in(null, 0, 1000));
          full.settle();
          full.withApp("high", 2, in(null, 10, 2000));
        },
        after -> {
          after.settleFor(Duration.ofSeconds(30));
          assertThat(after.running("high")).isEqualTo(2);
          assertThat(after.running("low")).isZero();
          assertThat(after.status("low-0").phase()).isEqualTo(TaskPhase.PENDING);
        });
  }

  @Test
  void aReclaimIsFinishedWhereverTheLeaderDies() {
    everyDeath(
        full -> {
          full.withAgent("a1", 4).lead();
          full.withQueue("owner", terms(1, "3", null));
          full.withQueue("guest", terms(1, null, null));
          full.withApp("guest", 4, in("guest", 0, 1000));
          full.settle();
          full.withApp("owner", 4, in("owner", 0, 1000));
        },
        after -> {
          after.settleFor(Duration.ofSeconds(30));
          assertThat(after.running("owner")).isEqualTo(3);
          assertThat(after.running("guest")).isEqualTo(1);
        });
  }

  /**
   * Tells a story once for every number of transactions after which the leader dies; the next one
   * goes on from what is stored. Until it dies no member of a gang runs before all are assigned.
   */
  private static void everyDeath(Consumer<World> story, Consumer<World> end) {
    for (int written = 0; written < WRITES_MAX; written++) {
      World told = new World();
      story.accept(told);
      boolean died = leads(told, written);
      told.lead();
      end.accept(told);
      if (!died) {
        assertThat(written).as("writes of the whole story").isGreaterThan(2);
        return;
      }
    }
    throw new AssertionError("expected the story to end within " + WRITES_MAX + " writes");
  }

  /** Leads until so many transactions are carried out; says whether there were more to come. */
  private static boolean leads(World world, int written) {
    int left = written;
    for (boolean changed = true; changed; ) {
      world.hear();
      Plan plan = world.decide();
      world.state().apply(new Event.Submitted(plan));
      for (PlannedTxn txn : plan.txns()) {
        if (left-- == 0) {
          return true;
        }
        world.carryOut(txn);
      }
      changed = !plan.txns().isEmpty();
      for (var agent : world.agents().values()) {
        changed |= agent.step(world.now().wall());
      }
      noMemberRunsAlone(world);
    }
    return false;
  }

  private static void noMemberRunsAlone(World world) {
    Map<String, Integer> assigned = new TreeMap<>();
    for (FakeStore.Held held : world.store().keys().values()) {
      if (held.value() instanceof Assignment it && it.owner() != null) {
        assigned.merge(it.owner(), 1, Integer::sum);
      }
    }
    for (String gang : new String[] {"one", "two"}) {
      if (world.attemptsOf(gang + "-") > 0) {
        assertThat(assigned.get("Job/" + gang)).isEqualTo(GANG);
      }
    }
  }

  private void queue(String name, int weight, @Nullable String guarantee, @Nullable String limit) {
    world.withQueue(name, terms(weight, guarantee, limit));
  }

  private static QueueSpec terms(int weight, @Nullable String guarantee, @Nullable String limit) {
    return new QueueSpec(weight, cpu(guarantee), cpu(limit), null, null);
  }

  private static SortedMap<String, Quantity> cpu(@Nullable String cores) {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    if (cores != null) {
      amounts.put("cpu", Quantity.parse(cores));
    }
    return amounts;
  }

  private static TaskSpec in(@Nullable String queue, int priority, int millis) {
    return spec(millis).toBuilder().queue(queue).priority(priority).build();
  }
}
