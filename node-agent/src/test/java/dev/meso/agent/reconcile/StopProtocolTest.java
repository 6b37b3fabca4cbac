package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopProtocolTest {
  private final World world = World.running();
  private final Assignment web = World.task("web");
  private final ContainerId main = UniqueAttempt.of(web).container("main", 0);

  private void runWeb() {
    world.assign(web);
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void anAssignedTaskIsStartedAndReportedRunningWithItsPid() {
    runWeb();
    Report report = world.reportOf(web);
    assertThat(world.processes.starts).containsExactly(main);
    assertThat(report.containers().getFirst().pid())
        .isEqualTo(world.processes.running.firstEntry().getValue().pid());
    assertThat(report.transitions())
        .extracting(Report.Transition::phase)
        .containsExactly(TaskPhase.STARTING, TaskPhase.RUNNING);
    assertThat(report.startedAt()).isNotNull();
  }

  @Test
  void aQuickStartIsReportedByOneWrite() {
    runWeb();
    String key = World.KEYS.text(new dev.meso.api.key.Key.Report(World.AGENT, web.id()));
    var entry = world.read(key).orElseThrow();
    assertThat(entry.createRevision()).isEqualTo(entry.modRevision());
  }

  @Test
  void stopTerminatesAndReportsKilledWithTheSignal() {
    runWeb();
    world.assign(web.toStop(null));
    world.settle();
    assertThat(world.processes.log).containsExactly("start " + main, "terminate " + main);
    Report report = world.reportOf(web);
    assertThat(report.phase()).isEqualTo(TaskPhase.KILLED);
    assertThat(report.signal()).isEqualTo(15);
    assertThat(report.reason()).isEqualTo("Killed");
    assertThat(report.finishedAt()).isNotNull();
  }

  @Test
  void aTaskThatEndsWellWhenAskedToIsKilledAndKeepsItsExitCode() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.assign(web.toStop(null));
    world.settle();
    world.processes.exit("web", "main", 0);
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
    assertThat(world.reportOf(web).exitCode()).isZero();
  }

  @Test
  void whatIgnoresTermIsKilledWhenTheGracePeriodIsOver() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.assign(web.toStop(null));
    world.advance(Duration.ofSeconds(9));
    assertThat(world.processes.running).containsKey(main);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.reportOf(web).signal()).isEqualTo(9);
  }

  @Test
  void theAssignmentsGracePeriodOverridesTheSpecs() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.assign(web.toStop(2L));
    world.advance(Duration.ofSeconds(1));
    assertThat(world.processes.running).containsKey(main);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.processes.running).isEmpty();
  }

  @Test
  void aShorterGracePeriodHurriesAStopThatIsUnderWay() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.assign(web.toStop(3600L));
    world.advance(Duration.ofSeconds(5));
    assertThat(world.processes.running).containsKey(main);
    world.assign(web.toStop(0L));
    world.settle();
    assertThat(world.processes.running).isEmpty();
  }

  @Test
  void graceOfZeroKillsAtOnce() {
    runWeb();
    world.assign(web.toStop(0L));
    world.settle();
    assertThat(world.processes.log).containsExactly("start " + main, "kill " + main);
  }

  @Test
  void whatWasNeverStartedIsReportedKilledAtOnce() {
    world.assign(web.toStop(null));
    world.settle();
    assertThat(world.processes.log).isEmpty();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
    assertThat(world.reportOf(web).reason()).isEqualTo(Reasons.NEVER_STARTED);
  }

  @Test
  void aStopThatComesWhileTheDriverStartsIsObeyedOnceItRuns() {
    world.processes.delay = Duration.ofSeconds(1);
    world.assign(web);
    world.settle();
    world.assign(web.toStop(null));
    world.settle();
    assertThat(world.processes.running).isEmpty();
    world.advance(Duration.ofSeconds(3));
    assertThat(world.processes.log).containsExactly("start " + main, "terminate " + main);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
  }

  @Test
  void aTerminalReportStaysUntilTheAssignmentIsGoneThenItAndTheContainerGo() {
    runWeb();
    world.processes.exit("web", "main", 0);
    world.advance(Duration.ofMinutes(5));
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.SUCCEEDED);
    assertThat(world.processes.ended).containsKey(main);
    world.unassign(web.id());
    world.settle();
    assertThat(world.report(web.id())).isEmpty();
    assertThat(world.processes.ended).isEmpty();
    assertThat(world.outputs).contains(new ReconcileOutput.Forgotten(UniqueAttempt.of(web)));
  }

  @Test
  void aRunningTaskWhoseAssignmentVanishesIsStoppedWithGraceAndItsReportRemoved() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.unassign(web.id());
    world.advance(Duration.ofSeconds(9));
    assertThat(world.processes.log).contains("terminate " + main);
    assertThat(world.processes.running).containsKey(main);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.processes.ended).isEmpty();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void whatFailedBeforeTheStopWasAskedStaysFailed() {
    runWeb();
    world.processes.exit("web", "main", 3);
    world.assign(web.toStop(null));
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(world.reportOf(web).exitCode()).isEqualTo(3);
  }

  @Test
  void aTaskCreatedAgainUnderItsNameWaitsUntilTheEarlierOneIsOver() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    Assignment again = World.task("web", "uid-other", web.spec());
    world.assign(again);
    world.advance(Duration.ofSeconds(5));
    assertThat(world.processes.running.keySet()).containsExactly(main);
    assertThat(world.reportOf(web).taskUid()).isEqualTo("uid-web");
    world.advance(Duration.ofSeconds(6));
    assertThat(world.processes.running.keySet())
        .containsExactly(UniqueAttempt.of(again).container("main", 0));
    Report report = world.reportOf(again);
    assertThat(report.taskUid()).isEqualTo("uid-other");
    assertThat(report.transitions().getFirst().sequence()).isEqualTo(1);
  }

  @Test
  void aPortOfATaskThatIsBeingStoppedIsWaitedFor() {
    world.processes.ignoringTerm.add("main");
    TaskSpec spec = World.spec(TaskSpec.RESTART_NEVER, 0, "main");
    Assignment old = World.task("old", "u-old", spec, 31000);
    Assignment next = World.task("next", "u-next", spec, 31000);
    world.assign(old);
    world.settle();
    world.unassign(old.id());
    world.assign(next);
    world.advance(Duration.ofSeconds(5));
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(next).phase()).isEqualTo(TaskPhase.STARTING);
    world.advance(Duration.ofSeconds(6));
    assertThat(world.reportOf(next).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  @Test
  void killIsRepeatedWhileSomethingIsLeft() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    world.processes.delay = Duration.ofSeconds(7);
    world.assign(web.toStop(0L));
    world.advance(Duration.ofSeconds(6));
    assertThat(world.processes.log)
        .containsExactly("start " + main, "kill " + main, "kill " + main);
    world.advance(Duration.ofSeconds(30));
    assertThat(world.processes.log).hasSize(3);
  }
}
