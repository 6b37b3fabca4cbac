package dev.meso.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.memory.Disturbance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent with real processes; the store is in memory. */
@Timeout(120)
class AgentTest {
  @TempDir Path dir;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    machine = new Machine(dir);
  }

  @AfterEach
  void close() throws Exception {
    machine.close();
  }

  @Test
  void anAgentRegistersWhatItOffersAndWhereItIs() throws Exception {
    try (Agent agent = machine.start("a-1")) {
      Registration record = agent.registered().get(20, TimeUnit.SECONDS);
      assertThat(record.uid()).isEqualTo(agent.uid());
      assertThat(record.url()).isEqualTo(agent.url()).matches("http://127.0.0.1:[1-9][0-9]+");
      assertThat(record.capacity())
          .containsEntry("cpu", Quantity.parse("4"))
          .containsKeys("memory", "disk");
      assertThat(record.portRanges()).isEqualTo("31000-31999");
      assertThat(record.attributes()).containsKeys("detected.os", "detected.cgroup");
      assertThat(machine.registration("a-1")).contains(record);
    }
  }

  @Test
  void twentyTasksRunOnWhenTheAgentIsGoneAndAreTakenUpWithTheSamePids() throws Exception {
    List<Assignment> tasks = new ArrayList<>();
    List<Long> pids = new ArrayList<>();
    try (Agent agent = machine.start("a-1")) {
      agent.registered().get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        String command = i == 7 ? "read line < go; exit 7" : "exec sleep 600";
        Assignment task = machine.shell("t-" + i, TaskSpec.RESTART_NEVER, command);
        Files.createDirectories(machine.sandbox("a-1", task));
        if (i == 7) {
          machine.fifo(machine.sandbox("a-1", task).resolve("go"));
        }
        tasks.add(task);
        machine.assign("a-1", task);
      }
      for (Assignment task : tasks) {
        Report report = machine.awaitPhase("a-1", task, TaskPhase.RUNNING);
        pids.add(Objects.requireNonNull(report.containers().getFirst().pid()));
      }
    }
    assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isPresent());
    // One ends while no agent is there.
    Files.writeString(machine.sandbox("a-1", tasks.get(7)).resolve("go"), "now\n");
    machine.awaitEnd(pids.get(7));
    try (Agent _ = machine.start("a-1")) {
      Report ended = machine.awaitPhase("a-1", tasks.get(7), TaskPhase.FAILED);
      assertThat(ended.exitCode()).isEqualTo(7);
      for (int i = 0; i < 20; i++) {
        if (i != 7) {
          Report report = machine.awaitPhase("a-1", tasks.get(i), TaskPhase.RUNNING);
          assertThat(report.containers().getFirst().pid()).isEqualTo(pids.get(i));
          assertThat(ProcessHandle.of(pids.get(i))).isPresent();
        }
      }
      tasks.forEach(task -> machine.assign("a-1", task.toStop(0L)));
      for (int i = 0; i < 20; i++) {
        machine.awaitPhase("a-1", tasks.get(i), i == 7 ? TaskPhase.FAILED : TaskPhase.KILLED);
        machine.unassign("a-1", tasks.get(i));
      }
      for (Assignment task : tasks) {
        machine.awaitNoReport("a-1", task);
      }
    }
  }

  @Test
  void whileTheStoreIsAwayTasksRunOnAndEndsAreReportedLater() throws Exception {
    try (Agent agent = machine.start("a-1")) {
      agent.registered().get(20, TimeUnit.SECONDS);
      Assignment stays = machine.shell("stays", TaskSpec.RESTART_NEVER, "exec sleep 600");
      Assignment ends = machine.shell("ends", TaskSpec.RESTART_NEVER, "read line < go; exit 5");
      Files.createDirectories(machine.sandbox("a-1", ends));
      machine.fifo(machine.sandbox("a-1", ends).resolve("go"));
      machine.assign("a-1", stays);
      machine.assign("a-1", ends);
      long staying = pid(machine.awaitPhase("a-1", stays, TaskPhase.RUNNING));
      long ending = pid(machine.awaitPhase("a-1", ends, TaskPhase.RUNNING));
      machine.memory.disturb(new Disturbance.Down());
      Files.writeString(machine.sandbox("a-1", ends).resolve("go"), "now\n");
      machine.awaitEnd(ending);
      assertThat(ProcessHandle.of(staying)).isPresent();
      machine.memory.disturb(new Disturbance.Up());
      assertThat(machine.awaitPhase("a-1", ends, TaskPhase.FAILED).exitCode()).isEqualTo(5);
      assertThat(ProcessHandle.of(staying)).isPresent();
      assertThat(pid(machine.awaitPhase("a-1", stays, TaskPhase.RUNNING))).isEqualTo(staying);
      machine.assign("a-1", stays.toStop(0L));
      machine.awaitPhase("a-1", stays, TaskPhase.KILLED);
    }
  }

  @Test
  void aTaskSeesItsEnvironmentAndItsPortAndItsOutputIsServed() throws Exception {
    try (Agent agent = machine.start("a-1")) {
      agent.registered().get(20, TimeUnit.SECONDS);
      Assignment task =
          machine.shell("env", TaskSpec.RESTART_NEVER, "echo $MESO_TASK $MESO_AGENT $HOME");
      machine.assign("a-1", task);
      machine.awaitPhase("a-1", task, TaskPhase.SUCCEEDED);
      assertThat(machine.get(agent, "/v1/logs/default/env/1/main/stdout?follow=true").body())
          .isEqualTo("env a-1 " + machine.sandbox("a-1", task) + "\n");
    }
  }

  @Test
  void aCommandThatDoesNotExistFailsWithoutRestarts() throws Exception {
    try (Agent agent = machine.start("a-1")) {
      agent.registered().get(20, TimeUnit.SECONDS);
      Assignment task =
          machine.task("typo", TaskSpec.RESTART_ALWAYS, List.of("no-such-program-anywhere"));
      machine.assign("a-1", task);
      Report report = machine.awaitPhase("a-1", task, TaskPhase.FAILED);
      assertThat(report.reason()).isEqualTo("CommandNotFound");
      assertThat(report.restarts()).isZero();
    }
  }

  @Test
  void aSecondAgentOnOneStateDirectoryIsRefused() throws Exception {
    try (Agent _ = machine.start("a-1")) {
      assertThatThrownBy(() -> machine.start("a-1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another agent");
    }
  }

  @Test
  void aSecondAgentOfOneNameWaitsAndStartsNothing() throws Exception {
    try (Agent first = machine.start("a-1")) {
      first.registered().get(20, TimeUnit.SECONDS);
      try (Agent second = machine.startNamed("a-1", "elsewhere")) {
        Assignment task = machine.shell("t", TaskSpec.RESTART_NEVER, "exec sleep 600");
        machine.assign("a-1", task);
        Report report = machine.awaitPhase("a-1", task, TaskPhase.RUNNING);
        assertThat(second.registered()).isNotDone();
        assertThat(second.attempts()).allSatisfy(attempt -> assertThat(attempt.alive()).isFalse());
        assertThat(machine.registration("a-1").orElseThrow().uid()).isEqualTo(first.uid());
        machine.assign("a-1", task.toStop(0L));
        machine.awaitEnd(pid(report));
        machine.awaitPhase("a-1", task, TaskPhase.KILLED);
      }
    }
  }

  private static long pid(Report report) {
    return Objects.requireNonNull(report.containers().getFirst().pid());
  }
}
