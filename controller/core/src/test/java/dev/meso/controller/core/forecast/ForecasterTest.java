package dev.meso.controller.core.forecast;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.spec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.JobSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecasterTest {

  @Test
  void foretoldPlacesAreThoseThatTheLeaderThenChooses() {
    World world = new World().withAgent("a1", 4).withAgent("a2", 2).withApp("old", 2, spec(500));
    world.lead().settle();

    Outlook outlook = only(forecast(world, app(world, "web", 4, spec(1000))));
    world.withApp("web", 4, spec(1000)).settle();

    assertThat(outlook.placed()).isEqualTo(4);
    assertThat(outlook.pending()).isZero();
    assertThat(outlook.why()).isNull();
    assertThat(outlook.agents()).isEqualTo(agentsOf(world, "web"));
  }

  @Test
  void forecastChangesNothing() {
    World world = new World().withAgent("a1", 4).withApp("old", 2, spec(500)).lead();
    world.settle();
    long version = world.state().version();

    forecast(world, app(world, "web", 3, spec(1000)));

    assertThat(world.state().version()).isEqualTo(version);
    assertThat(world.state().workloads()).doesNotContainKey(new ObjectRef(Kind.APP, NS, "web"));
    assertThat(world.decide().txns()).isEmpty();
  }

  @Test
  void whatDoesNotFitStaysPendingAndIsExplained() {
    World world = new World().withAgent("a1", 2).lead();
    world.settle();

    Outlook outlook = only(forecast(world, app(world, "web", 3, spec(1000))));

    assertThat(outlook.placed()).isEqualTo(2);
    assertThat(outlook.pending()).isEqualTo(1);
    assertThat(requireNonNull(outlook.why()).lines())
        .anyMatch(line -> line.contains("waits for an agent"))
        .anyMatch(line -> line.contains("1 short of cpu"));
  }

  @Test
  void newTemplateReplacesEveryTaskInWaves() {
    World world = new World().withAgent("a1", 8).withApp("web", 8, spec(500)).lead();
    world.settle();

    Outlook outlook = only(forecast(world, changed(world, "web", 8, spec(600))));

    assertThat(outlook.replaced()).isEqualTo(8);
    assertThat(outlook.steps()).isEqualTo(4);
    assertThat(outlook.placed()).isZero();
    assertThat(outlook.stopped()).isZero();
    assertThat(outlook.pending()).isZero();
  }

  @Test
  void tasksThatTheUpdateLeavesWithoutRoomAreForetold() {
    World world = new World().withAgent("a1", 2).withApp("web", 4, spec(500)).lead();
    world.settle();

    Outlook outlook = only(forecast(world, changed(world, "web", 4, spec(1500))));

    assertThat(outlook.pending()).isEqualTo(1);
    assertThat(outlook.replaced()).isZero();
    assertThat(outlook.stopped()).isEqualTo(1);
  }

  @Test
  void smallerScaleStopsTasks() {
    World world = new World().withAgent("a1", 4).withApp("web", 4, spec(500)).lead();
    world.settle();

    Outlook outlook = only(forecast(world, changed(world, "web", 1, spec(500))));

    assertThat(outlook.stopped()).isEqualTo(3);
    assertThat(outlook.placed()).isZero();
    assertThat(outlook.replaced()).isZero();
  }

  @Test
  void roomThatOneChangeFreesIsUsedByTheOther() {
    World world = new World().withAgent("a1", 4).withApp("old", 4, spec(1000)).lead();
    world.settle();

    Forecast forecast =
        forecast(world, changed(world, "old", 1, spec(1000)), app(world, "web", 3, spec(1000)));

    assertThat(forecast.settled()).isTrue();
    assertThat(forecast.objects().get(1).placed()).isEqualTo(3);
    assertThat(forecast.objects().get(1).placedLater()).isEqualTo(3);
  }

  @Test
  void jobPlacesItsFirstTasksOnly() {
    World world = new World().withAgent("a1", 4).lead();
    world.settle();
    Job job =
        Job.of(
            world.fresh("words", NS),
            new JobSpec(6, 2, 3, new TaskTemplate(null, spec(500))),
            null);

    Outlook outlook = only(forecast(world, new Proposed(job, 0)));

    assertThat(outlook.placed()).isEqualTo(2);
  }

  @Test
  void followerForetellsToo() {
    World world = new World().withAgent("a1", 4).lead();
    world.settle();
    ClusterState follower = world.state().fork();
    follower.apply(new Event.Dropped());

    Forecast forecast =
        forecaster(world)
            .forecast(follower, List.of(app(world, "web", 2, spec(500))), world.now(), () -> false);

    assertThat(only(forecast).placed()).isEqualTo(2);
  }

  @Test
  void writesInFlightCountAsDone() {
    World world = new World().withAgent("a1", 2).withApp("old", 2, spec(1000)).lead();
    world.hear();
    Plan underWay = world.decide();
    world.state().apply(new Event.Submitted(underWay));

    Outlook outlook = only(forecast(world, app(world, "web", 1, spec(1000))));

    assertThat(Plans.text(underWay)).contains("assignment a1 old-0#1 run");
    assertThat(outlook.placed()).isZero();
    assertThat(outlook.pending()).isEqualTo(1);
  }

  @Test
  void forecastThatIsCutOffSaysSo() {
    World world = new World().withAgent("a1", 2).lead();
    world.settle();

    Forecast forecast =
        forecaster(world)
            .forecast(
                world.state().fork(),
                List.of(app(world, "web", 1, spec(1000))),
                world.now(),
                () -> true);

    assertThat(forecast.settled()).isFalse();
    assertThat(forecast.decisions()).isZero();
  }

  @Test
  void missingAgentIsGivenNothing() {
    World world = new World().withAgent("a1", 2).withAgent("a2", 2).lead();
    world.settle();
    world.agent("a2").vanish();
    world.settleFor(Duration.ofSeconds(1));

    Outlook outlook = only(forecast(world, app(world, "web", 4, spec(1000))));

    assertThat(outlook.agents()).isEqualTo(Map.of("a1", 2));
    assertThat(outlook.pending()).isEqualTo(2);
  }

  private static Forecaster forecaster(World world) {
    return new Forecaster(world.decider(), new Explain(Decider.LOST_AFTER));
  }

  private static Forecast forecast(World world, Proposed... proposed) {
    return forecaster(world)
        .forecast(world.state().fork(), List.of(proposed), world.now(), () -> false);
  }

  private static Outlook only(Forecast forecast) {
    assertThat(forecast.objects()).hasSize(1);
    return forecast.objects().getFirst();
  }

  private static Proposed app(World world, String name, int replicas, TaskSpec spec) {
    ObjectMeta metadata = world.fresh(name, NS);
    return new Proposed(
        App.of(metadata, new AppSpec(replicas, new TaskTemplate(null, spec)), null), 0);
  }

  private static Proposed changed(World world, String name, int replicas, TaskSpec spec) {
    var row = requireNonNull(world.state().workloads().get(new ObjectRef(Kind.APP, NS, name)));
    App app = (App) requireNonNull(row.specObject());
    return new Proposed(
        app.withSpec(new AppSpec(replicas, new TaskTemplate(null, spec))),
        requireNonNull(row.specCell()).createRevision());
  }

  private static Map<String, Integer> agentsOf(World world, String app) {
    Map<String, Integer> agents = new TreeMap<>();
    for (String assignment : world.assignments()) {
      if (assignment.contains(" " + app + "-")) {
        agents.merge(assignment.substring(0, assignment.indexOf(' ')), 1, Integer::sum);
      }
    }
    return agents;
  }
}
