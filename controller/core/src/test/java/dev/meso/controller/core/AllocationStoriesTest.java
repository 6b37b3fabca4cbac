package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.DisruptionBudget;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.kind.QueueSpec;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskTemplate;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.validation.Defaults;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.sim.FakeStore;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queues, priorities, preemption and gangs as the leader lives them. */
class AllocationStoriesTest {
  private final World world = new World();

  @Test
  void queuesShareByWeight() {
    world.withAgent("a1", 8).lead();
    queue("one", 1, null, null, null);
    queue("three", 3, null, null, null);
    app("a", 8, in("one", 0, 1000));
    app("b", 8, in("three", 0, 1000));
    world.settle();
    assertThat(world.running("a")).isEqualTo(2);
    assertThat(world.running("b")).isEqualTo(6);
  }

  @Test
  void aLimitHoldsIsToldAndIsLetGoWhenItRises() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, "2", null);
    app("a", 3, in("eng.web", 0, 1000));
    world.settle();
    assertThat(world.status("a-0").reason()).isEqualTo("QueueNotFound");
    queue("eng.web", 1, null, null, null);
    world.settle();
    assertThat(world.running("a")).isEqualTo(2);
    assertThat(world.status("a-2").reason()).isEqualTo("QueueFull");
    assertThat(world.status("a-2").message()).contains("queue eng uses 2 of at most 2 cpu");
    queue("eng", 1, null, "3", null);
    world.settle();
    assertThat(world.running("a")).isEqualTo(3);
  }

  @Test
  void aLimitThatFallsBeforeTheCommitRefusesThePlacement() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, "2", null);
    world.settle();
    app("a", 2, in("eng", 0, 1000));
    world.hear();
    Plan plan = world.decide();
    queue("eng", 1, null, "1", null);
    world.state().apply(new Event.Submitted(plan));
    plan.txns().forEach(world::carryOut);
    world.settle();
    assertThat(world.running("a")).isEqualTo(1);
  }

  @Test
  void maxTasksCountsTasks() {
    world.withAgent("a1", 8).lead();
    queue("eng", 1, null, null, 2);
    app("a", 5, in("eng", 0, 100));
    world.settle();
    assertThat(world.running("a")).isEqualTo(2);
    assertThat(world.status("a-4").message()).contains("queue eng has 2 of at most 2 tasks");
  }

  @Test
  void theHigherPriorityHasTheLowerEndedAndThatOneComesBackWhenThereIsRoom() {
    world.withAgent("a1", 2).lead();
    app("low", 2, in(null, 0, 1000));
    world.settle();
    app("high", 1, in(null, 10, 1000));
    world.settle();
    assertThat(world.running("high")).isEqualTo(1);
    assertThat(world.running("low")).isEqualTo(1);
    String victim = world.status("low-0").phase() == TaskPhase.RUNNING ? "low-1" : "low-0";
    assertThat(world.status(victim).phase()).isEqualTo(TaskPhase.PENDING);
    assertThat(world.status(victim).history().toString()).contains("Preempted");
    world.delete(Kind.APP, World.NS, "high");
    world.settle();
    assertThat(world.running("low")).isEqualTo(2);
  }

  @Test
  void theSamePriorityAndAPolicyOfNeverWait() {
    world.withAgent("a1", 1).lead();
    app("low", 1, in(null, 5, 1000));
    world.settle();
    app("same", 1, in(null, 5, 1000));
    TaskSpec never =
        in(null, 10, 1000).toBuilder().preemptionPolicy(TaskSpec.PREEMPT_NEVER).build();
    app("polite", 1, never);
    world.settle();
    assertThat(world.running("low")).isEqualTo(1);
    assertThat(world.status("polite-0").reason()).isEqualTo("Unschedulable");
  }

  @Test
  void nobodyIsEndedForATaskThatWouldNotFitAnyway() {
    world.withAgent("a1", 2).lead();
    app("low", 2, in(null, 0, 1000));
    world.settle();
    app("huge", 1, in(null, 10, 3000));
    world.settle();
    assertThat(world.running("low")).isEqualTo(2);
  }

  @Test
  void aDisruptionBudgetIsKept() {
    world.withAgent("a1", 3).lead();
    TaskTemplate template = new TaskTemplate(null, in(null, 0, 1000));
    world.create(
        App.of(
            world.fresh("low", World.NS), new AppSpec(3, template, new DisruptionBudget(1)), null));
    world.settle();
    app("high", 2, in(null, 10, 1000));
    world.settle();
    assertThat(world.running("high")).isEqualTo(1);
    assertThat(world.running("low")).isEqualTo(2);
  }

  @Test
  void aQueueWithinItsGuaranteeReclaimsAndTakesNoMore() {
    world.withAgent("a1", 4).lead();
    queue("mine", 1, "2", null, null);
    queue("yours", 1, null, null, null);
    app("borrower", 4, in("yours", 1000, 1000));
    world.settle();
    assertThat(world.running("borrower")).isEqualTo(4);
    app("owner", 4, in("mine", 0, 1000));
    world.settle();
    assertThat(world.running("owner")).isEqualTo(2);
    assertThat(world.running("borrower")).isEqualTo(2);
  }

  @Test
  void whatIsClearedForATaskIsKeptForItByTheNextLeaderToo() {
    world.withAgent("a1", 2).lead();
    app("low", 1, in(null, 0, 2000));
    world.settle();
    app("high", 1, in(null, 10, 2000));
    world.round();
    world.round();
    assertThat(world.status("high-0").nominatedAgent()).isEqualTo("a1");
    assertThat(world.status("low-0").phase()).isEqualTo(TaskPhase.STOPPING);
    world.lead();
    app("thief", 2, in(null, 5, 1000));
    world.settle();
    assertThat(world.running("high")).isEqualTo(1);
    assertThat(world.running("thief")).isZero();
    assertThat(world.status("high-0").nominatedAgent()).isNull();
  }

  @Test
  void theNomineeWhoseAgentVanishesGoesElsewhere() {
    world.withAgent("a1", 2).lead();
    app("low", 1, in(null, 0, 2000));
    world.settle();
    app("high", 1, in(null, 10, 2000));
    world.round();
    assertThat(world.status("high-0").nominatedAgent()).isEqualTo("a1");
    world.agent("a1").vanish();
    world.withAgent("a2", 2);
    world.settle();
    assertThat(world.status("high-0").agent()).isEqualTo("a2");
  }

  @Test
  void aStandAloneTaskThatMadeRoomRunsAgain() {
    world.withAgent("a1", 1).lead();
    world.withTask("solo", in(null, 0, 1000));
    world.settle();
    app("high", 1, in(null, 10, 1000));
    world.settle();
    assertThat(world.status("solo").phase()).isEqualTo(TaskPhase.PENDING);
    world.delete(Kind.APP, World.NS, "high");
    world.settle();
    assertThat(world.status("solo").phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void aGangStartsTogetherOrNotAtAll() {
    world.withAgent("a1", 2).withAgent("a2", 2).lead();
    gang("train", 5, 5, 1000);
    world.settle();
    assertThat(world.assignments()).isEmpty();
    assertThat(world.status("train-0").reason()).isEqualTo("GangIncomplete");
    assertThat(world.status("train-0").message()).contains("4 of the 5");
    world.withAgent("a3", 1);
    world.settle();
    assertThat(world.attemptsOf("train-")).isEqualTo(5);
  }

  @Test
  void membersAreHeldUntilTheStoreHasAllOfThem() {
    world.withAgent("a1", 4).lead();
    gang("train", 3, 3, 1000);
    world.hear();
    Plan plan = world.decide();
    world.state().apply(new Event.Submitted(plan));
    assertThat(plan.txns()).isNotEmpty();
    plan.txns().forEach(world::carryOut);
    world.hear();
    assertThat(held()).isEqualTo(3);
    world.agent("a1").step(world.now().wall());
    assertThat(world.agent("a1").running()).isEmpty();
    world.settle();
    assertThat(held()).isZero();
    assertThat(world.attemptsOf("train-")).isEqualTo(3);
  }

  @Test
  void aNewLeaderCompletesAGangOfWhichSomeMembersWereWritten() {
    world.withAgent("a1", 200).lead();
    gang("train", 150, 150, 1000);
    world.hear();
    Plan plan = world.decide();
    assertThat(plan.txns().size()).isGreaterThan(1);
    PlannedTxn first = plan.txns().getFirst();
    world.store().commit(first);
    world.lead();
    assertThat(held()).isPositive().isLessThan(150);
    app("rival", 150, in(null, 0, 1000));
    world.settle();
    assertThat(world.attemptsOf("train-")).isEqualTo(150);
  }

  @Test
  void aGangThatCannotBeCompletedGivesItsAgentsBack() {
    world.withAgent("a1", 120).withAgent("a2", 60).lead();
    gang("train", 150, 150, 1000);
    world.hear();
    Plan plan = world.decide();
    world.store().commit(plan.txns().getFirst());
    world.agent("a2").vanish();
    world.lead();
    world.settleFor(Duration.ofSeconds(100));
    assertThat(held()).as("given back after its time").isZero();
    assertThat(world.attemptsOf("train-")).isZero();
    world.agent("a2").connect(world.now().wall());
    world.settleFor(Duration.ofSeconds(5));
    assertThat(world.attemptsOf("train-")).isEqualTo(150);
  }

  @Test
  void theLastTasksOfAJobMayBeFewerThanItsGang() {
    world.withAgent("a1", 4).lead();
    gang("train", 5, 3, 1000);
    world.settle();
    assertThat(world.attemptsOf("train-")).isEqualTo(4);
    world.agent("a1").running().keySet().stream()
        .toList()
        .forEach(id -> world.agent("a1").exit(id, 0, world.now().wall()));
    world.settle();
    assertThat(world.attemptsOf("train-")).isEqualTo(1);
  }

  @Test
  void anAttemptThatRunsForTooLongHasFailed() {
    world.withAgent("a1", 1).lead();
    world.withTask("slow", in(null, 0, 100).toBuilder().activeDeadlineSeconds(30L).build());
    world.settleFor(Duration.ofSeconds(25));
    assertThat(world.status("slow").phase()).isEqualTo(TaskPhase.RUNNING);
    world.settleFor(Duration.ofSeconds(10));
    assertThat(world.status("slow").phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(world.status("slow").reason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void moreTasksThanCompeteAtOnceAreAllSeenAndTheLeaderComesToRest() {
    world.withAgent("a1", 1).lead();
    world.withJob("a-many", 5000, 5000, 6, in(null, 0, 2000));
    app("z-last", 1, in(null, 0, 1000));
    world.settle();
    assertThat(world.running("z-last")).isEqualTo(1);
    assertThat(world.status("a-many-4999").reason()).isEqualTo("Unschedulable");
    assertThat(world.decide().lookAgainIn()).isEmpty();
  }

  @Test
  void aGangMayBeLargerThanWhatADecisionWrites() {
    world.withAgent("a1", 1500).withAgent("a2", 1500).lead();
    gang("train", 2500, 2500, 1000);
    world.settle();
    assertThat(held()).isZero();
    assertThat(world.attemptsOf("train-")).isEqualTo(2500);
  }

  @Test
  void aRolloutAndAPreemptionTogetherKeepTheBudget() {
    world.withAgent("a1", 3).lead();
    TaskSpec before = in(null, 0, 1000);
    DisruptionBudget budget = new DisruptionBudget(1);
    App low = App.of(world.fresh("low", World.NS), appSpec(3, before, budget), null);
    world.create(low);
    world.settle();
    TaskSpec after = in(null, 0, 900);
    world
        .store()
        .put(
            new Key.Spec(Kind.APP, World.NS, "low"),
            low.withSpec(appSpec(3, after, budget))
                .withMetadata(low.metadata().toBuilder().generation(2L).build()));
    app("high", 1, in(null, 10, 1000));
    world.hear();
    Plan plan = world.decide();
    long ends =
        plan.txns().stream()
            .flatMap(txn -> txn.writes().stream())
            .filter(
                write ->
                    write instanceof PlannedWrite.Put(_, Assignment it)
                        && it.stopping()
                        && it.task().startsWith("low-"))
            .count();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void onlyThoseEndThatMustAndTheYoungestGoFirst() {
    // The example of docs/scheduling.md and of Preemption.
    world.withAgent("a1", 8).lead();
    app("c", 1, in(null, 5, 2000));
    app("b", 1, in(null, 0, 4000));
    world.settleFor(Duration.ofSeconds(5));
    app("a", 1, in(null, 0, 2000));
    world.settle();
    app("new", 1, in(null, 10, 4000));
    world.settle();
    assertThat(world.running("new")).isEqualTo(1);
    assertThat(world.running("a")).isEqualTo(1);
    assertThat(world.running("b")).isZero();
    assertThat(world.running("c")).isEqualTo(1);
  }

  @Test
  void anExplanationKnowsWhatTimeItIs() {
    world.withAgent("a1", 4).lead();
    MaintenanceWindow window =
        new MaintenanceWindow(
            world.now().wall().minusSeconds(60), world.now().wall().plusSeconds(600));
    AgentSpec closed =
        new AgentSpec(null, null, Collections.emptySortedMap()).withMaintenance(List.of(window));
    world.agentSpec("a1", closed);
    app("web", 1, in(null, 0, 1000));
    world.settle();
    assertThat(world.status("web-0").phase()).isEqualTo(TaskPhase.PENDING);
    assertThat(
            new Explain(Decider.LOST_AFTER)
                .app(world.state().fork(), World.NS, "web", world.now())
                .orElseThrow()
                .lines()
                .toString())
        .contains("1 worked on while it would run");
    world.settleFor(Duration.ofSeconds(601));
    assertThat(world.running("web")).isEqualTo(1);
  }

  @Test
  void anExplanationKnowsWhenEnoughMustHaveEnded() {
    world.withAgent("a1", 4).lead();
    for (int i = 1; i <= 3; i++) {
      world.withTask(
          "t" + i, in(null, 0, 1000).toBuilder().activeDeadlineSeconds(300L * i).build());
    }
    world.settle();
    Instant started = Objects.requireNonNull(world.status("t2").startedAt());
    app("large", 1, in(null, 0, 3000));
    world.settle();
    assertThat(
            new Explain(Decider.LOST_AFTER)
                .app(world.state().fork(), World.NS, "large", world.now())
                .orElseThrow()
                .lines())
        .contains(
            "  there is room on a1 at "
                + started.plusSeconds(600 + Defaults.GRACE_PERIOD_SECONDS)
                + " at the latest, unless others come first");
    app("huge", 1, in(null, 0, 5000));
    world.settle();
    assertThat(
            new Explain(Decider.LOST_AFTER)
                .app(world.state().fork(), World.NS, "huge", world.now())
                .orElseThrow()
                .lines()
                .toString())
        .doesNotContain("there is room");
  }

  @Test
  void whoEndsForAnotherOneIsComparedWithItsSpec() {
    world.withAgent("a1", 2).lead();
    world.withTask("low", in(null, 0, 2000));
    world.settle();
    app("high", 1, in(null, 10, 2000));
    world.hear();
    PlannedTxn ends =
        world.decide().txns().stream()
            .filter(
                txn ->
                    txn.writes().stream()
                        .anyMatch(
                            write ->
                                write instanceof PlannedWrite.Put(_, Assignment it)
                                    && it.stopping()))
            .findFirst()
            .orElseThrow();
    Key spec = new Key.Spec(Kind.TASK, World.NS, "low");
    assertThat(ends.guards()).anyMatch(guard -> guard.key().equals(spec));
  }

  @Test
  void theEchoOfAnAcknowledgedWriteTellsNothingNew() {
    world.withAgent("a1", 4).lead();
    app("web", 1, in(null, 0, 1000));
    world.hear();
    Plan plan = world.decide();
    PlannedTxn txn = plan.txns().getFirst();
    Key key = txn.writes().getFirst().key();
    world.state().apply(new Event.Submitted(plan));
    long revision = 1_000;
    assertThat(world.state().knows(key, revision)).isFalse();
    world.state().apply(new Event.Acknowledged(txn.id(), revision));
    assertThat(world.state().knows(key, revision)).isTrue();
    assertThat(world.state().knows(key, revision + 1)).isFalse();
  }

  private static AppSpec appSpec(int replicas, TaskSpec spec, DisruptionBudget budget) {
    return new AppSpec(replicas, new TaskTemplate(null, spec), budget);
  }

  private void queue(
      String name,
      int weight,
      @Nullable String guarantee,
      @Nullable String limit,
      @Nullable Integer maxTasks) {
    QueueSpec spec = new QueueSpec(weight, cpu(guarantee), cpu(limit), maxTasks, null);
    world.withQueue(name, spec);
  }

  private static SortedMap<String, Quantity> cpu(@Nullable String cores) {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    if (cores != null) {
      amounts.put("cpu", Quantity.parse(cores));
    }
    return Collections.unmodifiableSortedMap(amounts);
  }

  private static TaskSpec in(@Nullable String queue, int priority, int millis) {
    return spec(millis).toBuilder().queue(queue).priority(priority).build();
  }

  private void app(String name, int replicas, TaskSpec spec) {
    world.withApp(name, replicas, spec);
  }

  private void gang(String name, int completions, int least, int millis) {
    world.withGang(name, completions, least, in(null, 0, millis));
  }

  private long held() {
    List<Object> values =
        world.store().keys().values().stream().map(FakeStore.Held::value).toList();
    return values.stream()
        .filter(value -> value instanceof Assignment it && it.mustWait() && !it.stopping())
        .count();
  }
}
