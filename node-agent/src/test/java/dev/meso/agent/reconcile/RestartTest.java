package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.agent.reconcile.RestartPolicy.Next;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RestartTest {
  private final World world = World.running();

  /** One row of the policies' table. */
  record Row(@Nullable String policy, @Nullable Integer max, int run, int code, Next expected) {}

  static Stream<Row> table() {
    Next completed = new Next.Completed();
    Next failed = new Next.Failed(false);
    Next usedUp = new Next.Failed(true);
    return Stream.of(
        new Row("Never", 3, 0, 0, completed),
        new Row("Never", 3, 0, 1, failed),
        new Row(null, 3, 0, 1, failed),
        new Row("OnFailure", 3, 0, 0, completed),
        new Row("OnFailure", 3, 2, 0, completed),
        new Row("OnFailure", 3, 0, 1, new Next.Restart(Duration.ofSeconds(1))),
        new Row("OnFailure", 3, 2, 1, new Next.Restart(Duration.ofSeconds(4))),
        new Row("OnFailure", 3, 3, 1, usedUp),
        new Row("OnFailure", null, 2, 1, new Next.Restart(Duration.ofSeconds(4))),
        new Row("OnFailure", null, 3, 1, usedUp),
        new Row("OnFailure", 0, 0, 1, failed),
        new Row("Always", 3, 0, 0, new Next.Restart(Duration.ofSeconds(1))),
        new Row("Always", 3, 1, 7, new Next.Restart(Duration.ofSeconds(2))),
        new Row("Always", 3, 3, 0, usedUp));
  }

  @ParameterizedTest
  @MethodSource("table")
  void thePolicySaysWhatFollows(Row row) {
    Exit exit =
        new Exit(
            new ContainerId("default", "t", "u", 1, "main", row.run),
            OptionalInt.of(row.code),
            OptionalInt.empty(),
            row.code == 0 ? "Completed" : "Error",
            "",
            Instant.EPOCH);
    TaskSpec spec = World.spec(row.policy, row.max, "main");
    assertThat(RestartPolicy.after(spec, new Ended(exit, Duration.ZERO, true)))
        .isEqualTo(row.expected);
    assertThat(RestartPolicy.after(spec, new Ended(exit, Duration.ZERO, false)))
        .isEqualTo(new Next.Failed(false));
  }

  @ParameterizedTest
  @EnumSource(
      value = Exited.Reason.class,
      names = {
        "CommandNotFound",
        "CommandNotExecutable",
        "BadWorkingDirectory",
        "LimitsRefused",
        "Rebooted"
      })
  void whatAnotherStartCannotMendIsNotTriedAgain(Exited.Reason reason) {
    Exit exit =
        Exit.unseen(
            new ContainerId("default", "t", "u", 1, "main", 0), reason.name(), "", Instant.EPOCH);
    assertThat(
            RestartPolicy.after(
                World.spec("Always", 3, "main"), new Ended(exit, Duration.ZERO, true)))
        .isEqualTo(new Next.Failed(false));
  }

  @Test
  void backOffDoublesFromOneSecondToThirty() {
    assertThat(IntStream.range(0, 8).mapToLong(run -> RestartPolicy.backOff(run).toSeconds()))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    assertThat(RestartPolicy.backOff(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aFailedContainerIsStartedAgainAfterItsBackOffAndReportedStartingMeanwhile() {
    Assignment task = World.task("t", "u", World.spec("OnFailure", 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 3);
    world.settle();
    Report waiting = world.reportOf(task);
    assertThat(waiting.phase()).isEqualTo(TaskPhase.STARTING);
    assertThat(waiting.reason()).isEqualTo(Reasons.BACK_OFF);
    assertThat(waiting.message()).contains("exit code 3", "1 s later");
    assertThat(world.processes.running).isEmpty();
    world.advance(Duration.ofSeconds(1));
    Report again = world.reportOf(task);
    assertThat(again.phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(again.restarts()).isEqualTo(1);
    assertThat(again.transitions())
        .extracting(Report.Transition::sequence)
        .containsExactly(1L, 2L, 3L, 4L);
    // The state of the earlier run is of no use any more.
    assertThat(world.processes.ended).isEmpty();
  }

  @Test
  void restartsThatAreUsedUpFailTheAttemptWithTheLastExit() {
    Assignment task = World.task("t", "u", World.spec("Always", 1, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 1);
    world.advance(Duration.ofSeconds(2));
    world.processes.exit("t", "main", 9);
    world.settle();
    Report report = world.reportOf(task);
    assertThat(report.phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(report.exitCode()).isEqualTo(9);
    assertThat(report.restarts()).isEqualTo(1);
    assertThat(report.reason()).isEqualTo("Error");
    assertThat(report.message()).contains("after 1 restarts");
  }

  @Test
  void aStopDuringBackOffEndsTheAttemptWithoutAnotherStart() {
    Assignment task = World.task("t", "u", World.spec("Always", 3, "main"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "main", 1);
    world.assign(task.toStop(null));
    world.advance(Duration.ofMinutes(1));
    assertThat(world.processes.starts).hasSize(1);
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.KILLED);
    assertThat(world.reportOf(task).exitCode()).isEqualTo(1);
  }

  @Test
  void aTaskOfSeveralContainersRunsWhenAllRunAndSucceedsWhenAllHaveEndedWell() {
    Assignment task = World.task("t", "u", World.spec("Never", 0, "one", "two"));
    world.assign(task);
    world.settle();
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.RUNNING);
    world.processes.exit("t", "one", 0);
    world.settle();
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.RUNNING);
    world.processes.exit("t", "two", 0);
    world.settle();
    assertThat(world.reportOf(task).phase()).isEqualTo(TaskPhase.SUCCEEDED);
    assertThat(world.reportOf(task).exitCode()).isZero();
  }

  @Test
  void oneContainerThatFailsForGoodEndsTheOthersAndTheTaskIsFailedWithItsExit() {
    Assignment task = World.task("t", "u", World.spec("Never", 0, "one", "two"));
    world.assign(task);
    world.settle();
    world.processes.exit("t", "two", 4);
    world.settle();
    assertThat(world.processes.running).isEmpty();
    Report report = world.reportOf(task);
    assertThat(report.phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(report.containers())
        .extracting(Report.ContainerReport::signal)
        .containsExactly(15, null);
  }

  @Test
  void aContainerThatCannotBeStartedFailsTheTaskAndStopsTheOthers() {
    world.processes.startFailures.add("two");
    Assignment task = World.task("t", "u", World.spec("Always", 3, "one", "two"));
    world.assign(task);
    world.settle();
    assertThat(world.processes.running).isEmpty();
    Report report = world.reportOf(task);
    assertThat(report.phase()).isEqualTo(TaskPhase.FAILED);
    assertThat(report.reason()).isEqualTo("PreparationFailed");
    assertThat(report.message()).contains("container two", "no room");
  }

  @Test
  void onlyTheLastTransitionsAreKeptAndTheirSequencesGoOn() {
    Assignment task = World.task("t", "u", World.spec("Always", 20, "main"));
    world.assign(task);
    for (int i = 0; i < 12; i++) {
      world.advance(Duration.ofSeconds(31));
      world.processes.exit("t", "main", 0);
    }
    world.settle();
    Report report = world.reportOf(task);
    assertThat(report.transitions()).hasSize(16);
    assertThat(report.transitions().getLast().sequence()).isEqualTo(25);
    assertThat(report.transitions()).extracting(Report.Transition::uuid).doesNotHaveDuplicates();
  }

  @Test
  void theReasonsThatThePolicyKnowsAreTheDrivers() {
    assertThat(
            Stream.of(
                Reasons.COMPLETED,
                Reasons.ERROR,
                Reasons.KILLED,
                Reasons.COMMAND_NOT_FOUND,
                Reasons.COMMAND_NOT_EXECUTABLE,
                Reasons.BAD_WORKING_DIRECTORY,
                Reasons.LIMITS_REFUSED,
                Reasons.REBOOTED,
                Reasons.SUPERVISOR_DIED))
        .allSatisfy(reason -> assertThat(Exited.Reason.valueOf(reason).name()).isEqualTo(reason));
  }
}
