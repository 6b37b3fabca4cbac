package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The agent's process is killed at every point of an attempt's life, and started again. */
class CrashTest {
  private final World world = World.running();
  private final Assignment web = World.task("web");
  private final ContainerId main = UniqueAttempt.of(web).container("main", 0);

  private void runWeb() {
    world.assign(web);
    world.settle();
    assertThat(world.processes.running).containsKey(main);
  }

  @Test
  void aTaskThatRunsIsTakenUpAgainAndNotStartedTwice() {
    runWeb();
    Report before = world.reportOf(web);
    world.restartAgent();
    assertThat(world.processes.starts).containsExactly(main);
    Report after = world.reportOf(web);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void killedWhileTheAssignmentIsNotActedUponYetItIsStartedOnceByTheNextLife() {
    world.killAgent();
    world.assign(web);
    world.restartAgent();
    assertThat(world.processes.starts).containsExactly(main);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void killedBetweenTheStartAndItsReportTheContainerIsTakenUp() {
    world.memory.disturb(new Disturbance.Down());
    world.settle();
    world.memory.disturb(new Disturbance.Up());
    world.settle();
    world.assign(web);
    // Started, and killed before anything could be written.
    while (world.processes.starts.isEmpty()) {
      assertThat(world.scheduler.step()).isTrue();
    }
    world.killAgent();
    world.restartAgent();
    assertThat(world.processes.starts).containsExactly(main);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void anExitWhileTheAgentIsDeadIsReportedTruly() {
    runWeb();
    world.killAgent();
    world.processes.exit("web", "main", 7);
    world.restartAgent();
    Report report = world.reportOf(web);
    assertThat(report.phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(report.exitCode()).isEqualTo(7);
    assertThat(report.transitions())
        .extracting(Report.Transition::phase)
        .containsExactly(TaskPhase.STARTING, TaskPhase.RUNNING, TaskPhase.FAILED);
    assertThat(report.transitions())
        .extracting(Report.Transition::sequence)
        .containsExactly(1L, 2L, 3L);
    assertThat(report.startedAt()).isNotNull();
  }

  @Test
  void killedInBackOffTheNextLifeRestartsWithTheNextRunNumber() {
    Assignment task = World.task("t", "u", World.spec("Always", 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 1);
    world.advance(Duration.ofSeconds(2));
    world.processes.exit("t", "main", 1);
    world.settle();
    world.restartAgent();
    world.advance(Duration.ofSeconds(3));
    assertThat(world.processes.starts).extracting(ContainerId::run).containsExactly(0, 1, 2);
    assertThat(world.reportOf(task).restarts()).isEqualTo(2);
  }

  @Test
  void killedBetweenARestartAndForgettingTheEarlierRunTheNewRunCounts() {
    Assignment task = World.task("t", "u", World.spec("Always", 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 1);
    world.advance(Duration.ofMillis(900));
    while (world.processes.starts.size() < 2) {
      assertThat(world.scheduler.step()).isTrue();
    }
    assertThat(world.processes.ended).hasSize(1);
    world.restartAgent();
    assertThat(world.processes.ended).isEmpty();
    assertThat(world.processes.running.keySet()).extracting(ContainerId::run).containsExactly(1);
    assertThat(world.processes.starts).hasSize(2);
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void killedDuringAStopTheNextLifeStopsItAnewAndReportsKilled() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.assign(web.toStop(null));
    world.advance(Duration.ofSeconds(4));
    world.restartAgent();
    assertThat(world.processes.running).containsKey(main);
    world.advance(Duration.ofSeconds(11));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
  }

  @Test
  void whatEndedByOurSignalWhileTheAgentWasDeadIsKilledAndNotFailed() {
    runWeb();
    world.killAgent();
    world.assign(web.toStop(null));
    world.processes.end(main, OptionalInt.empty(), OptionalInt.of(15), Exited.Reason.Killed);
    world.restartAgent();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
  }

  @Test
  void aTerminalReportIsKeptAsItIs() {
    runWeb();
    world.processes.exit("web", "main", 0);
    world.settle();
    Report before = world.reportOf(web);
    world.restartAgent();
    assertThat(world.reportOf(web)).isEqualTo(before);
    assertThat(world.processes.starts).hasSize(1);
  }

  @Test
  void killedBetweenForgettingTheContainerAndDeletingTheReportTheNextLifeDeletesIt() {
    runWeb();
    world.processes.exit("web", "main", 0);
    world.settle();
    world.killAgent();
    world.processes.ended.clear();
    world.unassign(web.id());
    world.restartAgent();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void aTerminalReportWhoseContainerStateIsGoneIsNotRunAgain() {
    runWeb();
    world.processes.exit("web", "main", 0);
    world.settle();
    world.killAgent();
    world.processes.ended.clear();
    world.restartAgent();
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.SUCCEEDED);
  }

  @Test
  void aTaskThatWasReportedRunningAndOfWhichNothingIsKnownIsLostAndNotRunAgain() {
    runWeb();
    world.killAgent();
    world.processes.running.clear();
    world.restartAgent();
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.LOST);
    assertThat(world.reportOf(web).reason()).isEqualTo(Reasons.STATE_LOST);
  }

  @Test
  void aRebootLosesTheAttemptWhateverItsRestartPolicy() {
    Assignment task = World.task("t", "u", World.spec("Always", 3, "main"));
    world.assign(task);
    world.settle();
    world.killAgent();
    world.processes.end(
        world.processes.running.firstKey(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Exited.Reason.Rebooted);
    world.restartAgent();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.LOST);
    assertThat(world.reportOf(task).reason()).isEqualTo(Reasons.REBOOTED);
  }

  @Test
  void whatRunsWithoutAnAssignmentIsStoppedOnlyAfterAFreshList() {
    runWeb();
    world.killAgent();
    world.unassign(web.id());
    world.memory.disturb(new Disturbance.Down());
    world.settle();
    world.startAgent();
    world.advance(Duration.ofMinutes(2));
    assertThat(world.processes.running).containsKey(main);
    world.memory.disturb(new Disturbance.Up());
    world.advance(Duration.ofSeconds(3));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.processes.ended).isEmpty();
    world.openSession();
    world.settle();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void aStoreThatIsUnreachableStopsNothingAndExitsAreReportedAfterwards() {
    runWeb();
    Assignment other = World.task("other");
    world.assign(other);
    world.settle();
    world.memory.disturb(new Disturbance.Down());
    world.tell(new ReconcileMessage.SessionLost());
    world.advance(Duration.ofMinutes(3));
    assertThat(world.processes.running).hasSize(2);
    world.processes.exit("other", "main", 5);
    world.advance(Duration.ofMinutes(1));
    world.memory.disturb(new Disturbance.Up());
    world.openSession();
    world.advance(Duration.ofSeconds(3));
    assertThat(world.processes.running).containsKey(main);
    assertThat(world.reportOf(other).exitCode()).isEqualTo(5);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(world.processes.log).hasSize(2);
  }

  @Test
  void restartsInPlaceGoOnWhileTheStoreIsUnreachable() {
    Assignment task = World.task("t", "u", World.spec("Always", 3, "main"));
    world.assign(task);
    world.settle();
    world.memory.disturb(new Disturbance.Down());
    world.tell(new ReconcileMessage.SessionLost());
    world.settle();
    world.processes.exit("t", "main", 1);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.processes.running.keySet()).extracting(ContainerId::run).containsExactly(1);
  }

  @Test
  void compactionDuringADisconnectIsHealedByAList() {
    runWeb();
    world.memory.disturb(new Disturbance.CutOff("agent"));
    world.settle();
    Assignment other = World.task("other");
    world.assign(other);
    world.unassign(web.id());
    world.memory.disturb(new Disturbance.CompactUnderWatches());
    world.settle();
    world.memory.disturb(new Disturbance.Reconnect("agent"));
    world.advance(Duration.ofSeconds(15));
    assertThat(world.processes.running.keySet())
        .containsExactly(UniqueAttempt.of(other).container("main", 0));
  }

  @Test
  void nothingIsStartedWithoutASession() {
    World fresh = new World();
    fresh.startAgent();
    fresh.settle();
    fresh.assign(web);
    fresh.advance(Duration.ofMinutes(1));
    assertThat(fresh.processes.starts).isEmpty();
    assertThat(fresh.report(web.id())).isEmpty();
    fresh.openSession();
    fresh.settle();
    assertThat(fresh.processes.starts).hasSize(1);
  }

  @Test
  void theSessionOfAnotherAgentStopsThisOnesWrites() {
    runWeb();
    Report before = world.reportOf(web);
    String alive = World.KEYS.text(new Key.Alive(World.AGENT));
    world.write(new Txn.Write.Delete(alive));
    world.write(new Txn.Write.Put(alive, "{}"));
    world.processes.exit("web", "main", 0);
    world.advance(Duration.ofSeconds(10));
    assertThat(world.reportOf(web)).isEqualTo(before);
    assertThat(world.outputs).hasAtLeastOneElementOfType(ReconcileOutput.SessionRefused.class);
    world.openSession();
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.SUCCEEDED);
  }

  @Test
  void anAssignmentThatMakesNoSenseIsReportedFailedAndHarmsNoOther() {
    world.write(
        new Txn.Write.Put(
            World.key(web.id()),
            Json.write(web).replace("\"desired\":\"run\"", "\"desired\":\"dance\"")));
    Assignment other = World.task("other");
    world.write(new Txn.Write.Put(World.key(World.task("poison").id()), "no JSON at all"));
    world.assign(other);
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(world.reportOf(web).reason()).isEqualTo(Reasons.BAD_ASSIGNMENT);
    assertThat(world.reportOf(web).message()).contains("run or stop");
    assertThat(world.reportOf(other).phase()).isEqualTo(TaskPhase.RUNNING);
    world.unassign(web.id());
    world.settle();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void aRunningTaskWhoseAssignmentBecomesUnreadableIsLeftAlone() {
    runWeb();
    world.write(new Txn.Write.Put(World.key(web.id()), "no JSON at all"));
    world.advance(Duration.ofMinutes(3));
    assertThat(world.processes.running).containsKey(main);
    world.restartAgent();
    world.advance(Duration.ofMinutes(3));
    assertThat(world.processes.running).containsKey(main);
  }

  @Test
  void aReportThatSomebodyElseChangedIsWrittenAnewWithTheNextSession() {
    runWeb();
    Report before = world.reportOf(web);
    world.write(
        new Txn.Write.Put(
            World.KEYS.text(new Key.Report(World.AGENT, web.id())),
            Json.write(before).replace("Running", "Starting")));
    world.openSession();
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
  }
}
