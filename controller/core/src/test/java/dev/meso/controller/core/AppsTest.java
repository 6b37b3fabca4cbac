package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.Condition;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AppsTest {

  @Test
  void newTasksArePlacedWithTheirRecordsInOnePlan() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 4).withApp("web", 3, spec(1000));
    world.lead();

    assertThat(Plans.text(world.decide()))
        .containsExactly(
            "assignment a1 web-0#1 run",
            "assignment a1 web-2#1 run",
            "assignment a2 web-1#1 run",
            "status agent a1 Ready",
            "status agent a2 Ready",
            "status app web Pending",
            "status task web-0 Assigned#1",
            "status task web-1 Assigned#1",
            "status task web-2 Assigned#1");
  }

  @Test
  void settledAppMakesNoFurtherPlan() {
    World world = new World().withAgent("a1", 4).withApp("web", 2, spec(1000, "http")).lead();
    world.settle();

    assertThat(world.appStatus("web").phase()).isEqualTo("Running");
    assertThat(world.appStatus("web").endpoints())
        .extracting(endpoint -> endpoint.host() + ":" + endpoint.port())
        .containsExactly("a1.test:31000", "a1.test:31001");
    assertThat(world.decide().txns()).isEmpty();
    assertThat(world.decide().lookAgainIn()).isEmpty();
  }

  @Test
  void highestOrdinalsStopFirstWhenScaledDown() {
    World world = new World().withAgent("a1", 8).withApp("web", 3, spec(1000)).lead().settle();

    world.app("web", 1, spec(1000));
    world.settle();

    assertThat(world.assignments()).containsExactly("a1 web-0#1 run");
    assertThat(world.task("web-1")).isNull();
  }

  @Test
  void roomOfAStoppingAttemptIsFreeOnlyAfterItsReport() {
    World world = new World().withAgent("a1", 2).withApp("old", 1, spec(2000)).lead().settle();
    world.delete(Kind.APP, NS, "old");
    world.withApp("young", 1, spec(2000));

    world.round();
    world.round();
    assertThat(world.assignments()).containsExactly("a1 old-0#1 stop");
    assertThat(world.status("young-0").phase()).isEqualTo(TaskPhase.PENDING);

    world.settle();
    assertThat(world.assignments()).containsExactly("a1 young-0#1 run");
  }

  @Test
  void failedAttemptsWaitTwiceAsLongEachTime() {
    World world = new World().withAgent("a1", 4).withApp("web", 1, spec(1000)).lead().settle();
    for (int attempt = 1; attempt <= 4; attempt++) {
      world.agent("a1").exit(new AttemptId(NS, "web-0", attempt), 1, world.now().wall());
      world.settle();
      assertThat(world.status("web-0").phase()).isEqualTo(TaskPhase.PENDING);
      assertThat(world.status("web-0").retryAt())
          .isEqualTo(world.now().wall().plusSeconds(1L << (attempt - 1)));
      assertThat(world.decide().lookAgainIn()).contains(Duration.ofSeconds(1L << (attempt - 1)));
      world.pass(Duration.ofSeconds(1L << (attempt - 1)));
      world.settle();
      assertThat(world.status("web-0").attempt()).isEqualTo(attempt + 1);
    }
  }

  @Test
  void updateTakesDownOneQuarterAtATimeAndStopsWhenTheNewOnesDoNotRun() {
    World world = new World().withAgent("a1", 8).withApp("web", 8, spec(1000)).lead().settle();

    world.app("web", 8, spec(9000)); // Fits nowhere.
    world.settle();
    assertThat(world.appStatus("web").readyReplicas()).isEqualTo(6);

    world.app("web", 8, spec(500));
    world.settle();
    assertThat(world.appStatus("web").readyReplicas()).isEqualTo(8);
    assertThat(world.appStatus("web").updatedReplicas()).isEqualTo(8);
  }

  @Test
  void deletedTaskIsMadeAnewUnderAnotherUid() {
    World world = new World().withAgent("a1", 4).withApp("web", 1, spec(1000)).lead().settle();
    String uid = world.task("web-0").metadata().uid();
    world.pass(Duration.ofSeconds(1));

    world.delete(Kind.TASK, NS, "web-0");
    world.settle();

    assertThat(world.task("web-0").metadata().uid()).isNotEqualTo(uid);
    assertThat(world.status("web-0").phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(world.store().get(new Key.Spec(Kind.TASK, NS, "web-0"))).isEmpty();
  }

  @Test
  void unreadableAppIsLeftAloneAndHarmsNoOther() {
    World world = new World().withAgent("a1", 4).withApp("bad", 1, spec(1000)).lead().settle();
    long revision = world.store().revision() + 1;
    world
        .state()
        .apply(
            new Event.Unreadable(new Key.Spec(Kind.APP, NS, "bad"), "no JSON", revision, revision));
    world.withApp("good", 1, spec(1000));
    world.settle();

    assertThat(world.assignments()).containsExactly("a1 bad-0#1 run", "a1 good-0#1 run");
  }

  @Test
  void unreadableAssignmentAndReportTakeNothingFromTheirAgent() {
    World world = new World().withAgent("a1", 4).lead().settle();
    AttemptId stranger = new AttemptId(NS, "stranger", 1);
    long revision = world.store().revision() + 1;
    for (Key key : List.of(new Key.Assignment("a1", stranger), new Key.Report("a1", stranger))) {
      world.state().apply(new Event.Unreadable(key, "no JSON", revision, revision));
    }
    world.withApp("good", 1, spec(1000));
    world.settle();

    assertThat(world.assignments()).contains("a1 good-0#1 run");
  }

  @Test
  void appWhoseDecisionFailsIsMarkedAndHarmsNoOther() {
    World world = new World().withAgent("a1", 4).withApp("good", 1, spec(1000));
    world.create(App.of(world.fresh("bad", NS), new AppSpec(1, missing()), null));
    world.lead().settle();

    assertThat(world.appStatus("bad").conditions())
        .filteredOn(Condition::holds)
        .extracting(Condition::type)
        .containsExactly("Faulted");
    assertThat(world.appStatus("good").phase()).isEqualTo("Running");
    assertThat(world.decide().txns()).isEmpty();
  }

  /** Records are decoded leniently: a stored one may lack what its type promises. */
  @SuppressWarnings("NullAway")
  private static TaskTemplate missing() {
    return null;
  }

  @Test
  void taskWhoseDemandCannotBeCountedIsMarkedAndHarmsNoOther() {
    TreeMap<String, Quantity> half = new TreeMap<>(Map.of("memory", Quantity.parse("4Ei")));
    Container container =
        new Container(
            "c",
            List.of("run"),
            List.of(),
            null,
            List.of(),
            List.of(),
            new ResourceRequirements(half, new TreeMap<>()));
    TaskSpec tooMuch =
        new TaskSpec(List.of(container, container), new TreeMap<>(), "Never", null, 10, null, null);
    World world = new World().withAgent("a1", 4).withApp("bad", 1, tooMuch);
    world.withTask("worse", tooMuch).withApp("good", 1, spec(1000)).lead().settle();

    assertThat(world.assignments()).containsExactly("a1 good-0#1 run");
    for (String task : List.of("bad-0", "worse")) {
      assertThat(world.status(task).conditions())
          .extracting(Condition::type)
          .containsExactly("Faulted");
    }
    assertThat(world.decide().txns()).isEmpty();

    world.app("bad", 1, spec(1000));
    world.settle();
    assertThat(world.status("bad-0").phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(world.status("bad-0").conditions()).isEmpty();
  }

  @Test
  void explanationCountsWhatEveryAgentSaysAndNamesTheNearest() {
    World world =
        new World().withAgent("a1", 2).withAgent("a2", 1).withApp("web", 1, spec(2500)).lead();
    world.settle();

    Explanation why =
        new Explain(Decider.LOST_AFTER)
            .app(world.state().fork(), NS, "web", world.now())
            .orElseThrow();

    assertThat(why.lines())
        .containsExactly(
            "web wants 1, has 0",
            "  web-0 Pending: waits for an agent",
            "  agents 2",
            "    ->  eligible 2",
            "    ->  matching 2",
            "    ->  fitting 0   2 short of cpu (best: a1 lacks 500m of 2500m cpu (2 free of 2))",
            "  would fit on a1 with no more than 2 cpu");
  }
}
