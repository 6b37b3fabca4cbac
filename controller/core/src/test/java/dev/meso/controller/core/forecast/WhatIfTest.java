package dev.meso.controller.core.forecast;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.spec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhatIfTest {

  @Test
  void nothingComesOfNothing() {
    World world = new World().withAgent("a1", 4).withApp("web", 2, spec(1000)).lead().settle();

    Consequences none = ask(world);

    assertThat(none.settled()).isTrue();
    assertThat(none.after()).isEqualTo(none.before());
    assertThat(none.underWay()).isZero();
    assertThat(none.placed() + none.moved() + none.restarted() + none.stopped()).isZero();
    assertThat(none.before().resources().get("cpu"))
        .isEqualTo(new Figures.Amounts("4", "2", 50, "2"));
  }

  @Test
  void waitingTasksRunOnAgentsThatAreAdded() {
    World world = new World().withAgent("a1", 1).withApp("web", 4, spec(1000)).lead().settle();

    Consequences one = ask(world, agent("n1", 2));
    Consequences more = ask(world, agent("n1", 2), agent("n2", 2));

    assertThat(one.before().pending()).isEqualTo(3);
    assertThat(one.placed()).isEqualTo(2);
    assertThat(one.after().pending()).isEqualTo(1);
    assertThat(one.after().resources().get("cpu"))
        .isEqualTo(new Figures.Amounts("3", "3", 100, "0"));
    assertThat(more.placed()).isEqualTo(3);
    assertThat(more.pending()).isEmpty();
    assertThat(more.moved()).isZero();
  }

  @Test
  void drainedAgentsTasksMoveOrWaitAndTheReasonIsTold() {
    World world =
        new World().withAgent("a1", 2).withAgent("a2", 3).withApp("web", 4, spec(1000)).lead();
    world.settle();
    long there = world.assignments().stream().filter(it -> it.startsWith("a1 ")).count();

    Consequences drained = ask(world, new Change.DrainAgent("a1"));

    assertThat(there).isEqualTo(2);
    assertThat(drained.moved()).isEqualTo(1);
    assertThat(drained.displaced()).isEqualTo(1);
    assertThat(drained.stopped()).isZero();
    assertThat(drained.after().closed()).isEqualTo(1);
    assertThat(drained.pending()).hasSize(1);
    Consequences.Pending pending = drained.pending().getFirst();
    assertThat(pending.reason()).isEqualTo(NotDone.UNSCHEDULABLE);
    assertThat(pending.example()).isEqualTo("App default/web");
    assertThat(pending.why()).anyMatch(line -> line.contains("1 marked unschedulable"));
  }

  @Test
  void standAloneTaskOfDrainedAgentIsNotMadeAnew() {
    World world = new World().withAgent("a1", 2).withTask("alone", spec(500)).lead().settle();
    world.withAgent("a2", 2);

    Consequences drained = ask(world, new Change.DrainAgent("a1"));

    assertThat(drained.stopped()).isEqualTo(1);
    assertThat(drained.moved()).isZero();
  }

  @Test
  void removedAgentsTasksMoveAndItsCapacityGoes() {
    World world =
        new World().withAgent("a1", 4).withAgent("a2", 4).withApp("web", 4, spec(1000)).lead();
    world.settle();

    Consequences removed = ask(world, new Change.RemoveAgent("a1"));

    assertThat(removed.before().agents()).isEqualTo(2);
    assertThat(removed.after().agents()).isEqualTo(1);
    assertThat(removed.moved()).isEqualTo(2);
    assertThat(removed.after().resources().get("cpu"))
        .isEqualTo(new Figures.Amounts("4", "4", 100, "0"));
  }

  @Test
  void tightLimitOfQueueKeepsTasksAway() {
    World world = new World().withAgent("a1", 8);
    world.create(queue(world, "eng", 6000));
    world.withApp("web", 4, inQueue("eng")).lead().settle();

    Consequences wider = ask(world, new Change.Write(app(world, "more", 4, inQueue("eng"))));
    Consequences free =
        ask(
            world,
            new Change.Write(changed(world, 8000)),
            new Change.Write(app(world, "more", 4, inQueue("eng"))));

    assertThat(wider.placed()).isEqualTo(2);
    assertThat(wider.pending().getFirst().reason()).isEqualTo(NotDone.QUEUE_FULL);
    assertThat(wider.after().queues().get("eng")).isEqualTo(new Figures.Line(6, 2, 750, "cpu"));
    assertThat(free.placed()).isEqualTo(4);
    assertThat(free.pending()).isEmpty();
  }

  @Test
  void preemptedTasksAreCounted() {
    World world = new World().withAgent("a1", 2).withApp("low", 2, spec(1000)).lead().settle();
    TaskSpec urgent = spec(1000).toBuilder().priority(100).build();

    Consequences pressed = ask(world, new Change.Write(app(world, "high", 1, urgent)));

    assertThat(pressed.preempted()).isEqualTo(1);
    assertThat(pressed.placed()).isEqualTo(1);
    assertThat(pressed.displaced()).isEqualTo(1);
  }

  @Test
  void whatWouldHappenAnywayIsNotCreditedToTheChange() {
    World world = new World().withAgent("a1", 4).withApp("web", 3, spec(1000)).lead();
    world.hear();

    Consequences added = ask(world, agent("n1", 4));

    assertThat(added.underWay()).isEqualTo(3);
    assertThat(added.placed()).isZero();
    assertThat(added.empty()).containsExactly("n1");
  }

  @Test
  void cutOffQuestionSaysThatItDidNotSettle() {
    World world = new World().withAgent("a1", 4).withApp("web", 3, spec(1000)).lead();
    world.hear();

    assertThat(whatIf(world).of(world.state().fork(), List.of(), world.now(), () -> true).settled())
        .isFalse();
  }

  @Test
  void sameSnapshotGivesTheSameAnswerAsTheStateItWasTakenFrom() {
    World world = new World().withAgent("a1", 3).withAgent("a2", 2);
    world.create(queue(world, "eng", 2000));
    world.withApp("web", 4, spec(1000)).withApp("eng", 3, inQueue("eng")).lead().settle();
    List<Change> changes = List.of(new Change.DrainAgent("a2"), agent("n1", 3));

    Consequences first = whatIf(world).of(again(world), changes, world.now(), () -> false);
    Consequences second = whatIf(world).of(again(world), changes, world.now(), () -> false);
    Consequences live = ask(world, changes.toArray(Change[]::new));

    assertThat(Json.write(second)).isEqualTo(Json.write(first));
    assertThat(first.moved()).isPositive();
    assertThat(first.after()).isEqualTo(live.after());
    assertThat(first.pending()).isEqualTo(live.pending());
    assertThat(first.moved()).isEqualTo(live.moved());
  }

  @Test
  void unknownAgentIsNamed() {
    World world = new World().withAgent("a1", 3).lead().settle();

    assertThatThrownBy(() -> ask(world, new Change.DrainAgent("a7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Agent a7");
    assertThatThrownBy(() -> ask(world, agent("a1", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Agent a1");
  }

  private static WhatIf whatIf(World world) {
    return new WhatIf(world.decider(), new Explain(Decider.LOST_AFTER));
  }

  private static Consequences ask(World world, Change... changes) {
    world.hear();
    return whatIf(world).of(world.state().fork(), List.of(changes), world.now(), () -> false);
  }

  /** A state made of what another one knows to be stored. */
  private static ClusterState again(World world) {
    ClusterState state = new ClusterState();
    state.apply(new Event.Tick(world.now()));
    for (Cell cell : world.state().stored()) {
      state.apply(
          new Event.Put(
              cell.key(),
              requireNonNull(cell.committed()),
              cell.createRevision(),
              cell.modRevision()));
    }
    return state;
  }

  private static Change agent(String name, int cores) {
    TreeMap<String, Quantity> capacity = new TreeMap<>();
    capacity.put("cpu", Quantity.of(cores));
    capacity.put("memory", Quantity.parse("8Gi"));
    return new Change.AddAgent(
        new Registration(
            name,
            "uid-" + name,
            name,
            "http://" + name,
            "1",
            capacity,
            "31000-31009",
            new TreeMap<>(Map.of())),
        null);
  }

  private static TaskSpec inQueue(String queue) {
    return spec(1000).toBuilder().queue(queue).build();
  }

  private static Queue queue(World world, String name, int cpuMillis) {
    return Queue.of(world.fresh(name, null), terms(cpuMillis), null);
  }

  private static QueueSpec terms(int cpuMillis) {
    TreeMap<String, Quantity> limit = new TreeMap<>(Map.of("cpu", Quantity.ofMillis(cpuMillis)));
    return new QueueSpec(1, Collections.emptySortedMap(), limit, null, null);
  }

  private static Proposed changed(World world, int cpuMillis) {
    for (Cell cell : world.state().stored()) {
      if (cell.committed() instanceof Queue queue && queue.spec() != null) {
        return new Proposed(queue.withSpec(terms(cpuMillis)), cell.createRevision());
      }
    }
    throw new AssertionError("no queue");
  }

  private static Proposed app(World world, String name, int replicas, TaskSpec spec) {
    return new Proposed(
        App.of(world.fresh(name, NS), new AppSpec(replicas, new TaskTemplate(null, spec)), null),
        0);
  }
}
