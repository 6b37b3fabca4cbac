package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another machine has taken the agent's name while it was away, and it comes back. */
class ReplacedTest {
  private final World world = World.running();
  private final Assignment web = World.task("web");
  private final ContainerId main = UniqueAttempt.of(web).container("main", 0);

  private void runWeb() {
    world.assign(web);
    world.settle();
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
  }

  private void replaced() {
    world.tell(new ReconcileMessage.SessionLost());
    world.tell(new ReconcileMessage.Replaced());
    world.settle();
  }

  @Test
  void aLostSessionAloneEndsNothing() {
    runWeb();
    world.tell(new ReconcileMessage.SessionLost());
    world.advance(Duration.ofMinutes(5));
    assertThat(world.processes.running).containsKey(main);
  }

  @Test
  void whatRunsIsStoppedWithGraceThoughItsAssignmentStands() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    replaced();
    assertThat(world.processes.log).containsExactly("start " + main, "terminate " + main);
    world.advance(Duration.ofSeconds(9));
    assertThat(world.processes.running).containsKey(main);
    world.advance(Duration.ofSeconds(2));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.processes.ended).isEmpty();
    assertThat(world.outputs).contains(new ReconcileOutput.Forgotten(UniqueAttempt.of(web)));
  }

  @Test
  void theOtherMachinesReportsAreNotTouched() {
    runWeb();
    Entry before = report(web);
    replaced();
    world.advance(Duration.ofMinutes(2));
    assertThat(report(web)).isEqualTo(before);
  }

  @Test
  void whatWasAssignedDuringAPauseIsNotStartedOnTheWordOfAnOldSession() {
    world.tell(new ReconcileMessage.SessionExtended(world.scheduler.now().plusSeconds(2)));
    world.advance(Duration.ofSeconds(3));
    world.assign(web);
    world.advance(Duration.ofSeconds(10));
    assertThat(world.processes.starts).isEmpty();
    world.tell(new ReconcileMessage.SessionExtended(world.scheduler.now().plusSeconds(2)));
    world.settle();
    assertThat(world.processes.starts).containsExactly(main);
  }

  @Test
  void whatWaitsToBeStartedAgainIsNot() {
    Assignment task = World.task("t", "u", World.spec(TaskSpec.RESTART_ALWAYS, 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 1);
    world.settle();
    replaced();
    world.advance(Duration.ofMinutes(2));
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.processes.ended).isEmpty();
  }

  @Test
  void whatIsAssignedUnderTheNameIsNotStarted() {
    replaced();
    world.assign(web);
    world.advance(Duration.ofMinutes(2));
    assertThat(world.processes.starts).isEmpty();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void anAgentThatWasRestartedEndsWhatItFindsBeforeItHasReadAnyAssignment() {
    runWeb();
    world.killAgent();
    world.startAgent();
    world.tell(new ReconcileMessage.Replaced());
    world.settle();
    assertThat(world.processes.running).isEmpty();
    assertThat(world.processes.log).contains("terminate " + main);
  }

  @Test
  void whatTheDriverIsStillStartingIsStoppedOnceItRuns() {
    world.processes.delay = Duration.ofSeconds(1);
    world.assign(web);
    world.settle();
    replaced();
    world.advance(Duration.ofSeconds(5));
    assertThat(world.processes.log).startsWith("start " + main, "terminate " + main);
    assertThat(world.processes.running).isEmpty();
  }

  @Test
  void withASessionOfItsOwnItBeginsAnew() {
    runWeb();
    replaced();
    Assignment next = World.task("next");
    world.assign(next);
    world.settle();
    world.openSession();
    world.settle();
    assertThat(world.processes.running.keySet())
        .containsExactly(UniqueAttempt.of(next).container("main", 0));
    assertThat(world.reportOf(next).phase()).isEqualTo(TaskPhase.RUNNING);
    // It has ended and forgotten this one, and does not run it twice.
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.LOST);
    assertThat(world.reportOf(web).reason()).isEqualTo(Reasons.STATE_LOST);
    world.unassign(web.id());
    world.settle();
    assertThat(world.report(web.id())).isEmpty();
  }

  @Test
  void whatIsStillEndingThenIsReportedKilledAndNotTakenUpAgain() {
    world.processes.ignoringTerm.add("main");
    runWeb();
    replaced();
    world.openSession();
    world.advance(Duration.ofSeconds(5));
    assertThat(world.processes.running).containsKey(main);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.RUNNING);
    world.advance(Duration.ofSeconds(6));
    assertThat(world.processes.running).isEmpty();
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
  }

  @Test
  void theEndThatTheOtherMachineReportedStands() {
    runWeb();
    replaced();
    Report lost = lost(world.reportOf(web));
    world.write(new Txn.Write.Put(reportKey(web), Json.write(lost)));
    world.openSession();
    world.advance(Duration.ofSeconds(30));
    assertThat(world.reportOf(web).phase()).isEqualTo(TaskPhase.LOST);
    assertThat(world.reportOf(web).message()).isEqualTo("said by the other machine");
    assertThat(world.processes.starts).hasSize(1);
  }

  @Test
  void theNewMachineSaysLostOfWhatTheOneBeforeReportedEvenIfThatWasAskedToStop() {
    runWeb();
    Report running = world.reportOf(web);
    World other = new World();
    other.write(new Txn.Write.Put(World.key(web.id()), Json.write(web.toStop(null))));
    other.write(new Txn.Write.Put(reportKey(web), Json.write(running)));
    other.startAgent();
    // The assignments are read, the reports are not: there is no session yet.
    other.settle();
    other.openSession();
    other.settle();
    assertThat(other.reportOf(web).phase()).isEqualTo(TaskPhase.LOST);
    assertThat(other.reportOf(web).reason()).isEqualTo(Reasons.STATE_LOST);
    assertThat(other.processes.log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theNewMachineRestartsNothingInPlaceThatRanOnTheOneBefore(int exitCode) {
    Assignment task = World.task("t", "u", World.spec(TaskSpec.RESTART_ALWAYS, 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", exitCode);
    world.settle();
    Report waiting = world.reportOf(task);
    assertThat(waiting.reason()).isEqualTo(Reasons.BACK_OFF);
    World other = new World();
    other.assign(task);
    other.write(new Txn.Write.Put(reportKey(task), Json.write(waiting)));
    other.startAgent();
    other.openSession();
    other.advance(Duration.ofMinutes(1));
    assertThat(other.processes.starts).isEmpty();
    assertThat(other.reportOf(task).phase()).isEqualTo(TaskPhase.LOST);
  }

  @Test
  void whatWasNeverReportedAndIsAskedToStopIsKilledOnceTheReportsAreRead() {
    World other = new World();
    other.assign(web.toStop(null));
    other.startAgent();
    other.settle();
    other.openSession();
    other.settle();
    assertThat(other.reportOf(web).phase()).isEqualTo(TaskPhase.KILLED);
    assertThat(other.reportOf(web).reason()).isEqualTo(Reasons.NEVER_STARTED);
  }

  private static Report lost(Report running) {
    return new Report(
        running.namespace(),
        running.task(),
        running.taskUid(),
        running.attempt(),
        TaskPhase.LOST,
        0,
        null,
        null,
        Reasons.STATE_LOST,
        "said by the other machine",
        running.startedAt(),
        running.startedAt(),
        running.containers(),
        running.transitions());
  }

  private static String reportKey(Assignment of) {
    return World.KEYS.text(new Key.Report(World.AGENT, of.id()));
  }

  private Entry report(Assignment of) {
    return world.read(reportKey(of)).orElseThrow(() -> new AssertionError("no report"));
  }
}
