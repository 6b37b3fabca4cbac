package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a JVM that hosts the driver, and what its next life finds. */
class AgentKilledTest {

  @TempDir Path directory;

  @Test
  void tasksRunOnAndEndsThatNobodySawAreToldWithTheirCode() throws Exception {
    Process agent = agent(20);
    long[] pids = new long[20];
    for (int i = 0; i < 20; i++) {
      pids[i] = onlyRun(i);
    }
    kill(agent);
    Files.writeString(directory.resolve("go"), "");
    DriverFixture.waitUntil(
        "the odd ones have ended",
        () -> IntStream.range(0, 20).allMatch(i -> i % 2 == 0 || !DriverFixture.lives(pids[i])));

    try (DriverFixture fixture = new DriverFixture(directory, ControlGroups.none("test"))) {
      assertThat(fixture.recovered).hasSize(20);
      List<Exited> ended = new ArrayList<>();
      int running = 0;
      for (Recovered recovered : fixture.recovered) {
        int i = number(recovered.id());
        switch (recovered) {
          case Recovered.StillRunning(Running r) -> {
            running++;
            assertThat(r.pid()).isEqualTo(pids[i]);
            assertThat(DriverFixture.lives(r.pid())).isTrue();
          }
          case Recovered.HasExited(Exited e) -> ended.add(e);
        }
      }
      // One that has just ended may have had its exit file not yet written.
      while (ended.size() < 10) {
        ended.add(fixture.nextExit());
        running--;
      }
      assertThat(running).isEqualTo(10);
      for (Exited exited : ended) {
        assertThat(exited.exitCode()).hasValue(number(exited.id()));
      }
      for (int i = 0; i < 20; i += 2) {
        fixture.driver.kill(DriverFixture.id("t" + i));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Killed);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(onlyRun(i)).isEqualTo(pids[i]);
        fixture.driver.destroy(DriverFixture.id("t" + i));
      }
      assertThat(fixture.exits).isEmpty();
    }
  }

  @Test
  void aKillInTheMiddleOfStartsRunsNothingTwiceAndLosesNothing() throws Exception {
    for (int round = 0; round < 4; round++) {
      Files.deleteIfExists(directory.resolve("started"));
      Process agent = agent(-1);
      int enough = 3 + round;
      DriverFixture.waitUntil(
          "some are started",
          () -> {
            String started = DriverFixture.read(directory.resolve("started")).strip();
            return !started.isEmpty() && Integer.parseInt(started) >= enough;
          });
      kill(agent);
      try (DriverFixture fixture = new DriverFixture(directory, ControlGroups.none("test"))) {
        List<Integer> known =
            fixture.recovered.stream().map(recovered -> number(recovered.id())).sorted().toList();
        int next = known.size();
        assertThat(known)
            .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1).limit(next).toList());
        // What the kill interrupted is either known and ran, or unknown and never ran nor will.
        fixture.driver.start(
            DriverFixture.launch(
                directory, "t" + next, List.of("sh", "-c", CrashingAgent.script(directory, next))));
        for (int i = 0; i <= next; i++) {
          onlyRun(i);
          fixture.driver.kill(DriverFixture.id("t" + i));
        }
        for (int i = 0; i <= next; i++) {
          assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Killed);
        }
        for (int i = 0; i <= next; i++) {
          onlyRun(i);
          fixture.driver.destroy(DriverFixture.id("t" + i));
          Files.deleteIfExists(runs(i));
        }
      }
    }
  }

  @Test
  void aSupervisorThatComesTooLateRunsNothing() throws Exception {
    try (DriverFixture fixture = new DriverFixture(directory, ControlGroups.none("test"))) {
      Path late = Files.createDirectories(directory.resolve("late"));
      Files.writeString(late.resolve("settings"), "touch '" + directory + "/ran'\n");
      assertThat(new ContainerFiles(late, directory.resolve("exit")).withdraw()).isTrue();
      Path script;
      try (Stream<Path> files = Files.list(directory.resolve("state"))) {
        script = files.filter(file -> file.toString().endsWith(".sh")).findFirst().orElseThrow();
      }
      Process supervisor =
          new ProcessBuilder("sh", script.toString(), late.toString()).inheritIO().start();
      assertThat(supervisor.waitFor()).isZero();
      assertThat(directory.resolve("ran")).doesNotExist();
      assertThat(fixture.recovered).isEmpty();
    }
  }

  @Test
  void afterARebootNothingIsSignalledAndTheEndIsUnknown() throws Exception {
    Running before;
    try (DriverFixture fixture = new DriverFixture(directory, ControlGroups.none("test"))) {
      before = fixture.sh("old", "echo $$ >> runs; exec sleep 1000");
      DriverFixture.waitUntil(
          "it runs", () -> !DriverFixture.read(directory.resolve("sandbox/old/runs")).isEmpty());
      fixture.driver.close();
      try (ProcessDriver later =
          ProcessDriver.open(
              directory.resolve("state"),
              ControlGroups.none("test"),
              InstantSource.system(),
              "another-boot")) {
        assertThat(later.recover())
            .singleElement()
            .isInstanceOfSatisfying(
                Recovered.HasExited.class,
                ended -> assertThat(ended.exited().reason()).isEqualTo(Exited.Reason.Rebooted));
        later.kill(before.id());
        later.terminate(before.id());
        assertThat(DriverFixture.lives(before.pid())).isTrue();
      }
    }
  }

  private Process agent(int tasks) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingAgent.class.getName(),
            directory.toString(),
            Integer.toString(tasks))
        .inheritIO()
        .start();
  }

  private static void kill(Process agent) throws InterruptedException {
    agent.destroyForcibly();
    assertThat(agent.waitFor()).isEqualTo(137);
  }

  private Path runs(int i) {
    return directory.resolve("sandbox/t" + i + "/runs");
  }

  /** The pid of the one run that task i ever had. */
  private long onlyRun(int i) {
    DriverFixture.waitUntil(
        "task " + i + " runs", () -> DriverFixture.read(runs(i)).endsWith("\n"));
    assertThat(DriverFixture.read(runs(i)).lines()).hasSize(1);
    return Long.parseLong(DriverFixture.read(runs(i)).strip());
  }

  private static int number(ContainerId id) {
    return Integer.parseInt(id.task().substring(1));
  }
}
