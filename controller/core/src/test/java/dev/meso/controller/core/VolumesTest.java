package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.NS;
import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.sim.FakeAgent;
import dev.meso.controller.core.sim.FakeStore;
import dev.meso.controller.core.sim.Plans;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Volumes as the leader lives them. */
class VolumesTest {
  private final World world = new World();

  @Test
  void theFirstTaskBindsAVolumeAndLaterOnesRunWhereItIs() {
    world.withDisk("a1", 1, "100Gi").withDisk("a2", 8, "100Gi").withDisk("a3", 8, "100Gi");
    world.lead();
    volume("db", new VolumeSpec(null, gi("10"), on("a1"), null, null));
    world.withTask("first", using("db")).settle();
    assertThat(status("db").agent()).isEqualTo("a1");
    assertThat(status("db").phase()).isEqualTo("Bound");
    end("a1", "first");
    for (int i = 0; i < 3; i++) {
      world.withTask("later" + i, using("db")).settle();
      assertThat(world.status("later" + i).agent()).isEqualTo("a1");
      end("a1", "later" + i);
    }
  }

  @Test
  void theTransactionThatPlacesTheTaskBindsItsVolume() {
    world.withDisk("a1", 8, "100Gi").lead();
    volume("db", plain());
    world.settle();
    world.withTask("one", using("db"));
    world.hear();
    Plan plan = world.decide();
    assertThat(plan.txns()).hasSize(1);
    assertThat(plan.txns().getFirst().writes())
        .extracting(write -> write.key().getClass().getSimpleName())
        .contains("Assignment");
    assertThat(plan.txns().getFirst().writes())
        .extracting(write -> write.key())
        .contains(new Key.Status(Kind.VOLUME, NS, "db"));
    // It is deleted before the commit: neither is written.
    world.delete(Kind.VOLUME, NS, "db");
    world.state().apply(new Event.Submitted(plan));
    plan.txns().forEach(world::carryOut);
    assertThat(world.assignments()).isEmpty();
    world.settle();
    assertThat(world.assignments()).isEmpty();
    assertThat(world.status("one").reason()).isEqualTo("VolumeNotFound");
  }

  @Test
  void aTaskOfAVolumeThatIsNotThereWaitsUntilItAppears() {
    world.withDisk("a1", 8, "100Gi").lead();
    world.withTask("one", using("db")).settle();
    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.PENDING);
    assertThat(world.status("one").reason()).isEqualTo("VolumeNotFound");
    assertThat(world.status("one").message()).contains("there is no volume default/db");
    volume("db", plain());
    world.settle();
    assertThat(world.status("one").phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void aVolumeThatIsNotSharedIsUsedByOneAttemptAtATime() {
    world.withDisk("a1", 8, "100Gi").withDisk("a2", 8, "100Gi").lead();
    volume("db", plain());
    world.withTask("one", using("db")).withTask("two", using("db")).settle();
    assertThat(world.assignments()).hasSize(1);
    String runs = world.status("one").phase() == TaskPhase.RUNNING ? "one" : "two";
    String waits = runs.equals("one") ? "two" : "one";
    assertThat(
            new Explain(Decider.LOST_AFTER)
                .task(world.state(), NS, waits, world.now())
                .orElseThrow()
                .lines())
        .anyMatch(line -> line.contains("volume"));
    end(String.valueOf(world.status(runs).agent()), runs);
    world.settle();
    assertThat(world.status(waits).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void aSharedVolumeIsUsedByManyOnItsAgent() {
    world.withDisk("a1", 8, "100Gi").withDisk("a2", 8, "100Gi").lead();
    volume("db", new VolumeSpec(null, gi("10"), List.of(), true, null));
    world.withApp("web", 3, using("db")).settle();
    assertThat(world.running("web")).isEqualTo(3);
    assertThat(world.assignments()).allMatch(it -> it.startsWith(status("db").agent() + " "));
  }

  @Test
  void eachTaskOfAnAppHasItsOwnVolumeIfItIsPerTask() {
    world.withDisk("a1", 1, "100Gi").withDisk("a2", 1, "100Gi").lead();
    volume("db-0", plain());
    volume("db-1", plain());
    world.withApp("db", 3, with(spec(1000), new TaskVolume("data", "db", true))).settle();
    assertThat(world.running("db")).isEqualTo(2);
    assertThat(status("db-0").agent()).isEqualTo(world.status("db-0").agent());
    assertThat(status("db-1").agent()).isEqualTo(world.status("db-1").agent());
    assertThat(world.status("db-2").message()).contains("there is no volume default/db-2");
  }

  @Test
  void theSizeIsTakenOfTheDiskOfTheAgentAndOfTheQueueUntilTheVolumeIsDeleted() {
    world.withDisk("a1", 8, "10Gi").lead();
    volume("db", new VolumeSpec(null, gi("8"), List.of(), null, null));
    world.withTask("one", using("db")).settle();
    end("a1", "one");
    volume("more", new VolumeSpec(null, gi("3"), List.of(), null, null));
    world.withTask("two", using("more")).settle();
    assertThat(world.status("two").phase()).isEqualTo(TaskPhase.PENDING);
    assertThat(world.status("two").message()).contains("short of disk");
    world.delete(Kind.VOLUME, NS, "db");
    world.settle();
    assertThat(world.store().get(new Key.Spec(Kind.VOLUME, NS, "db"))).isEmpty();
    assertThat(world.store().get(new Key.Status(Kind.VOLUME, NS, "db"))).isEmpty();
    assertThat(world.status("two").phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void theLimitOfTheQueueCountsVolumesThatAreBound() {
    world.withDisk("a1", 8, "100Gi").lead();
    TreeMap<String, Quantity> limit = new TreeMap<>();
    limit.put("disk", gi("10"));
    world.withQueue("eng", new QueueSpec(1, Collections.emptySortedMap(), limit, null, null));
    volume("db", new VolumeSpec("eng", gi("8"), List.of(), null, null));
    volume("more", new VolumeSpec("eng", gi("3"), List.of(), null, null));
    world.withTask("one", queued("eng", using("db"))).settle();
    end("a1", "one");
    world.withTask("two", queued("eng", using("more"))).settle();
    assertThat(world.status("two").reason()).isEqualTo("QueueFull");
    assertThat(world.status("two").message()).contains("disk");
  }

  @Test
  void aTaskOfAnotherQueueMayNotUseAVolume() {
    world.withDisk("a1", 8, "100Gi").withQueue("eng").lead();
    volume("db", new VolumeSpec("eng", gi("1"), List.of(), null, null));
    world.withTask("one", using("db")).settle();
    assertThat(world.status("one").reason()).isEqualTo("VolumeNotAvailable");
    assertThat(world.status("one").message())
        .contains("volume default/db is of queue eng, the task of queue default");
  }

  @Test
  void aDrainedAgentKeepsItsVolumesAndTheirTasksWaitAndSaySo() {
    world.withDisk("a1", 8, "100Gi").withDisk("a2", 8, "100Gi").lead();
    volume("db", plain());
    world.withTask("one", using("db")).settle();
    String agent = String.valueOf(status("db").agent());
    end(agent, "one");
    world.agentSpec(agent, new AgentSpec(true, null, Collections.emptySortedMap()));
    world.withTask("two", using("db")).settle();
    assertThat(world.status("two").phase()).isEqualTo(TaskPhase.PENDING);
    assertThat(world.status("two").message())
        .contains("marked unschedulable")
        .contains("volume default/db is on agent " + agent + " and cannot move");
    world.agentSpec(agent, new AgentSpec(null, null, Collections.emptySortedMap()));
    world.settle();
    assertThat(world.status("two").agent()).isEqualTo(agent);
  }

  @Test
  void aVolumeThatWaitsForItsLostAgentKeepsItsTaskThere() {
    world.withDisk("a1", 8, "100Gi").withDisk("a2", 8, "100Gi").lead();
    volume("db", plain());
    world.withApp("web", 1, using("db")).settle();
    String agent = String.valueOf(status("db").agent());
    world.agent(agent).vanish();
    world.settleFor(Duration.ofSeconds(30));
    assertThat(status("db").phase()).isEqualTo("Lost");
    assertThat(status("db").agent()).isEqualTo(agent);
    assertThat(world.assignments()).allMatch(it -> it.startsWith(agent + " "));
    world.agent(agent).connect(world.now().wall());
    world.settleFor(Duration.ofSeconds(30));
    assertThat(status("db").phase()).isEqualTo("Bound");
    assertThat(world.status("web-0").agent()).isEqualTo(agent);
    assertThat(world.status("web-0").phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void aVolumeStaysLostWhileSoManyAgentsAreMissingThatNoneCounts() {
    for (int i = 1; i <= 6; i++) {
      world.withDisk("a" + i, 8, "100Gi");
    }
    world.lead();
    volume("db", plain());
    world.withApp("web", 1, using("db")).settle();
    String agent = String.valueOf(status("db").agent());
    world.agent(agent).vanish();
    world.settleFor(Duration.ofSeconds(30));
    assertThat(status("db").phase()).isEqualTo("Lost");
    world.agents().values().stream()
        .filter(FakeAgent::connected)
        .limit(4)
        .forEach(FakeAgent::vanish);
    world.settleFor(Duration.ofSeconds(30));
    assertThat(world.state().replacementPaused()).isTrue();
    world.lead().settle();
    assertThat(status("db").phase()).isEqualTo("Lost");
    world.agent(agent).connect(world.now().wall());
    world.settle();
    assertThat(status("db").phase()).isEqualTo("Bound");
  }

  @Test
  void aVolumeThatMayBeRecreatedGoesElsewhereWhenItsAgentIsLost() {
    world.withDisk("a1", 8, "100Gi").withDisk("a2", 8, "100Gi").lead();
    volume("db", new VolumeSpec(null, gi("10"), List.of(), null, "Recreate"));
    world.withApp("web", 1, using("db")).settle();
    String agent = String.valueOf(status("db").agent());
    world.agent(agent).vanish();
    world.settleFor(Duration.ofSeconds(30));
    assertThat(status("db").agent()).isNotNull().isNotEqualTo(agent);
    assertThat(world.status("web-0").agent()).isEqualTo(status("db").agent());
  }

  @Test
  void aVolumeInUseIsDeletedWhenItsTaskHasEnded() {
    world.withDisk("a1", 8, "100Gi").lead();
    volume("db", plain());
    world.withTask("one", using("db")).settle();
    world.delete(Kind.VOLUME, NS, "db");
    world.settle();
    assertThat(world.store().get(new Key.Spec(Kind.VOLUME, NS, "db"))).isPresent();
    end("a1", "one");
    world.settle();
    assertThat(world.store().get(new Key.Spec(Kind.VOLUME, NS, "db"))).isEmpty();
  }

  @Test
  void aDeletedVolumeGoesAlsoWhenTheWatchTellsOfItsLastUserBeforeTheAnswerDoes() {
    world.withDisk("a1", 8, "100Gi").lead();
    volume("db", plain());
    world.withTask("one", using("db")).settle();
    world.delete(Kind.VOLUME, NS, "db");
    world.settle();
    world.agent("a1").exit(new AttemptId(NS, "one", 1), 0, world.now().wall());
    world.agent("a1").step(world.now().wall());
    world.hear();
    Plan plan = world.decide();
    world.state().apply(new Event.Submitted(plan));
    assertThat(Plans.text(world.decide())).as("what is in flight may be refused").isEmpty();
    for (PlannedTxn txn : plan.txns()) {
      OptionalLong revision = world.store().commit(txn);
      world.hear();
      world.answer(txn, revision);
    }
    assertThat(world.assignments()).isEmpty();
    world.settle();
    assertThat(world.store().get(new Key.Spec(Kind.VOLUME, NS, "db"))).isEmpty();
  }

  @Test
  void anotherLeaderKnowsWhatVolumesTake() {
    world.withDisk("a1", 8, "10Gi").lead();
    volume("db", new VolumeSpec(null, gi("8"), List.of(), null, null));
    world.withTask("one", using("db")).settle();
    end("a1", "one");
    world.settle();
    world.lead();
    volume("more", new VolumeSpec(null, gi("3"), List.of(), null, null));
    world.withTask("two", using("more")).settle();
    assertThat(world.status("two").message()).contains("short of disk");
  }

  @Test
  void anAssignmentNamesTheVolumesByUid() {
    world.withDisk("a1", 8, "10Gi").lead();
    volume("db", plain());
    world.withTask("one", using("db")).settle();
    Assignment running = world.agent("a1").running().values().stream().findFirst().orElseThrow();
    assertThat(running.volumes())
        .containsEntry(
            "data", new AssignedVolume("db", stored("db").metadata().requireUid(), null));
  }

  private void end(String agent, String task) {
    world.agent(agent).exit(new AttemptId(NS, task, 1), 0, world.now().wall());
    world.settle();
  }

  private void volume(String name, VolumeSpec spec) {
    world.create(Volume.of(world.fresh(name, NS), spec, null));
  }

  private Volume stored(String name) {
    return world
                .store()
                .get(new Key.Status(Kind.VOLUME, NS, name))
                .map(FakeStore.Held::value)
                .orElse(null)
            instanceof Volume volume
        ? volume
        : fail(name);
  }

  private static Volume fail(String name) {
    throw new AssertionError("no status of volume " + name);
  }

  private VolumeStatus status(String name) {
    @Nullable VolumeStatus status = stored(name).status();
    if (status == null) {
      throw new AssertionError("no status in volume " + name);
    }
    return status;
  }

  private static VolumeSpec plain() {
    return new VolumeSpec(null, gi("10"), List.of(), null, null);
  }

  private static Quantity gi(String number) {
    return Quantity.parse(number + "Gi");
  }

  private static List<Constraint> on(String agent) {
    return List.of(Constraint.of(Constraint.AGENT, Constraint.IN, agent));
  }

  private static TaskSpec using(String volume) {
    return with(spec(500), new TaskVolume("data", volume, null));
  }

  private static TaskSpec with(TaskSpec spec, TaskVolume... volumes) {
    return spec.toBuilder().volumes(List.of(volumes)).build();
  }

  private static TaskSpec queued(String queue, TaskSpec spec) {
    return spec.toBuilder().queue(queue).build();
  }
}
