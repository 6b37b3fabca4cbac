package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver on real processes, without control groups. */
class ProcessDriverTest {

  @TempDir Path directory;
  private DriverFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new DriverFixture(directory, ControlGroups.none("not wanted in this test"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    fixture.close();
  }

  @Test
  void exitCodeAndOutputAreThereWhenTheEndIsTold() throws Exception {
    Running running = fixture.sh("one", "echo out; echo err >&2; exit 3");
    Exited exited = fixture.nextExit();
    assertThat(exited.id()).isEqualTo(running.id());
    assertThat(exited.exitCode()).hasValue(3);
    assertThat(exited.reason()).isEqualTo(Exited.Reason.Error);
    assertThat(fixture.output("one")).isEqualTo("out\n");
    assertThat(Files.readString(fixture.stdout("one").resolveSibling("stderr"))).isEqualTo("err\n");
  }

  @Test
  void argumentsAndEnvironmentArriveIntactAndNothingElse() throws Exception {
    List<String> hostile =
        List.of(
            "-n",
            "--",
            "",
            "a'b\"c",
            "$(touch hacked)",
            "`id`",
            "two\nlines\n",
            "\\",
            "é∀",
            "x=y",
            "*",
            "\u0081\u0088",
            " ; exit 9");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "printf '%s\\0' \"$@\"", "sh"));
    command.addAll(hostile);
    fixture.driver.start(DriverFixture.launch(directory, "args", command));
    assertThat(fixture.nextExit().exitCode()).hasValue(0);
    assertThat(fixture.output("args")).isEqualTo(String.join("\0", hostile) + "\0");

    SortedMap<String, String> env = new TreeMap<>(DriverFixture.env());
    env.put("with.dot", "1");
    env.put("-dash", "2");
    env.put("LINES", "a\nb'\"$(id)");
    env.put("EMPTY", "");
    Launch plain = DriverFixture.launch(directory, "env", List.of("env", "-0"));
    fixture.driver.start(
        new Launch(
            plain.id(),
            plain.command(),
            env,
            plain.sandbox(),
            plain.workingDir(),
            plain.memoryBytesMax(),
            plain.cpuMillisMax(),
            plain.logs(),
            plain.grace()));
    assertThat(fixture.nextExit().exitCode()).hasValue(0);
    SortedMap<String, String> seen = new TreeMap<>();
    for (String pair : fixture.output("env").split("\0", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      seen.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    assertThat(seen.remove(ProcessTree.MARK)).startsWith(plain.id().key() + "~");
    assertThat(seen).isEqualTo(env);
  }

  @Test
  void theEnvironmentDoesNotStayOnDisk() throws Exception {
    SortedMap<String, String> env = new TreeMap<>(DriverFixture.env());
    env.put("SECRET", "correct-horse");
    Launch plain = DriverFixture.launch(directory, "secret", List.of("sh", "-c", "sleep 1000"));
    Running running =
        fixture.driver.start(
            new Launch(
                plain.id(),
                plain.command(),
                env,
                plain.sandbox(),
                plain.workingDir(),
                plain.memoryBytesMax(),
                plain.cpuMillisMax(),
                plain.logs(),
                plain.grace()));
    DriverFixture.waitUntil(
        "the command runs",
        () -> DriverFixture.read(Path.of("/proc/" + running.pid() + "/cmdline")).contains("1000"));
    try (var files = Files.walk(directory.resolve("state"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> DriverFixture.read(file).contains("correct-horse")))
          .isEmpty();
    }
    fixture.driver.kill(running.id());
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Killed);
  }

  @Test
  void exitCode137AndSigkillAreToldApart() throws Exception {
    fixture.sh("code", "exit 137");
    assertThat(fixture.nextExit())
        .satisfies(
            exited -> {
              assertThat(exited.exitCode()).hasValue(137);
              assertThat(exited.signal()).isEmpty();
            });
    fixture.sh("signal", "kill -9 $$");
    assertThat(fixture.nextExit())
        .satisfies(
            exited -> {
              assertThat(exited.exitCode()).isEmpty();
              assertThat(exited.signal()).hasValue(9);
              assertThat(exited.reason()).isEqualTo(Exited.Reason.Error);
            });
  }

  @Test
  void whatCannotRunSaysWhy() throws Exception {
    fixture.driver.start(DriverFixture.launch(directory, "missing", List.of("no-such-program")));
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.CommandNotFound);

    fixture.driver.start(DriverFixture.launch(directory, "dir", List.of("/usr")));
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.CommandNotExecutable);

    fixture.sh("shell", "no-such-program");
    assertThat(fixture.nextExit())
        .satisfies(
            exited -> {
              assertThat(exited.reason()).isEqualTo(Exited.Reason.Error);
              assertThat(exited.exitCode()).hasValue(127);
            });

    Launch plain = DriverFixture.launch(directory, "nowhere", List.of("true"));
    fixture.driver.start(
        new Launch(
            plain.id(),
            plain.command(),
            plain.env(),
            plain.sandbox(),
            directory.resolve("not/there"),
            plain.memoryBytesMax(),
            plain.cpuMillisMax(),
            plain.logs(),
            plain.grace()));
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.BadWorkingDirectory);
  }

  @Test
  void aSecondStartOfTheSameIdRunsNothing() throws Exception {
    Running first = fixture.sh("twice", "echo ran >> count; exec sleep 1000");
    Running second = fixture.sh("twice", "echo ran >> count; exec sleep 1000");
    DriverFixture.waitUntil(
        "it ran",
        () -> DriverFixture.read(directory.resolve("sandbox/twice/count")).equals("ran\n"));
    assertThat(second).isEqualTo(first);
    fixture.driver.kill(first.id());
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Killed);
    assertThat(fixture.sh("twice", "echo ran >> count")).isEqualTo(first);
    assertThat(DriverFixture.read(directory.resolve("sandbox/twice/count"))).isEqualTo("ran\n");
    fixture.driver.destroy(first.id());
    assertThat(directory.resolve("state/containers")).isEmptyDirectory();
    assertThat(directory.resolve("state/exits")).isEmptyDirectory();
  }

  @Test
  void terminateReachesTheGroupOfTheMainProcess() throws Exception {
    Running running =
        fixture.sh("term", "sleep 1000 & echo $! > child; trap 'exit 5' TERM; wait; exit 1");
    long child = fixture.number("term", "child");
    fixture.driver.terminate(running.id());
    assertThat(fixture.nextExit().exitCode()).hasValue(5);
    DriverFixture.waitUntil("the child is gone", () -> !DriverFixture.lives(child));
  }

  @Test
  void aTreeThatIgnoresSigtermAndLeftItsSessionIsKilled() throws Exception {
    Running running =
        fixture.sh(
            "stubborn",
            "trap '' TERM; setsid --fork sh -c 'echo $$ > far; exec sleep 1000'; "
                + "sh -c 'echo $$ > near; exec sleep 1000' & wait; sleep 1000");
    long far = fixture.number("stubborn", "far");
    long near = fixture.number("stubborn", "near");
    fixture.driver.terminate(running.id());
    assertThat(DriverFixture.lives(running.pid())).isTrue();
    fixture.driver.kill(running.id());
    Exited exited = fixture.nextExit();
    assertThat(exited.signal()).hasValue(9);
    assertThat(exited.reason()).isEqualTo(Exited.Reason.Killed);
    DriverFixture.waitUntil(
        "all are gone", () -> !DriverFixture.lives(far) && !DriverFixture.lives(near));
  }

  @Test
  void grandchildrenThatHoldTheOutputOpenDelayNothing() throws Exception {
    fixture.sh(
        "daemon",
        "setsid --fork sh -c 'echo $$ > pid; exec env -i sleep 1000'; "
            + "while [ ! -s pid ]; do :; done; echo last; exit 4");
    long start = System.nanoTime();
    Exited exited = fixture.nextExit();
    assertThat(exited.exitCode()).hasValue(4);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(fixture.output("daemon")).isEqualTo("last\n");
    // Without control groups one that also dropped its environment is not found: end it here.
    long pid = fixture.number("daemon", "pid");
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void grandchildrenEndWithTheMainProcess() throws Exception {
    fixture.sh(
        "left",
        "setsid --fork sh -c 'echo $$ > pid; exec sleep 1000'; "
            + "while [ ! -s pid ]; do :; done; exit 0");
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Completed);
    long pid = fixture.number("left", "pid");
    DriverFixture.waitUntil("the grandchild is gone", () -> !DriverFixture.lives(pid));
  }

  @Test
  void aPrinterAtFullSpeedStaysBoundedAndKeepsItsLastLines() throws Exception {
    fixture.sh("printer", "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); echo line $i; done");
    assertThat(fixture.nextExit().exitCode()).hasValue(0);
    Path current = fixture.stdout("printer");
    Path older = current.resolveSibling("stdout.1");
    assertThat(Files.size(current)).isLessThanOrEqualTo(64 << 10);
    assertThat(Files.size(older)).isLessThanOrEqualTo(64 << 10);
    assertThat(current.resolveSibling("stdout.2")).doesNotExist();
    String kept = Files.readString(older) + Files.readString(current);
    List<String> lines = kept.lines().toList();
    assertThat(lines.getLast()).isEqualTo("line 60000");
    int first = 60000 - lines.size() + 1;
    for (int i = 1; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo("line " + (first + i));
    }
  }

  @Test
  void aHundredShortTasksAllTellTheirCode() throws Exception {
    for (int i = 0; i < 100; i++) {
      fixture.sh("short-" + i, "echo " + i + "; exit " + i);
    }
    for (int i = 0; i < 100; i++) {
      Exited exited = fixture.nextExit();
      String task = exited.id().task();
      assertThat(exited.exitCode())
          .isEqualTo(OptionalInt.of(Integer.parseInt(task.substring("short-".length()))));
      assertThat(fixture.output(task)).isEqualTo(exited.exitCode().getAsInt() + "\n");
    }
    assertThat(fixture.exits).isEmpty();
  }

  @Test
  void aVanishedSupervisorEndsItsContainer() throws Exception {
    Running running = fixture.sh("orphan", "echo $$ > pid; exec sleep 1000");
    fixture.number("orphan", "pid");
    long supervisor = ProcessTable.LIVE.find(running.pid()).orElseThrow().parent();
    ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.SupervisorDied);
    DriverFixture.waitUntil("the task is gone", () -> !DriverFixture.lives(running.pid()));
  }

  @Test
  void whatTheKernelWouldRefuseIsRefused() throws Exception {
    String big = "x".repeat(200_000);
    assertThat(big.getBytes(StandardCharsets.UTF_8)).hasSize(200_000);
    Launch launch = DriverFixture.launch(directory, "big", List.of("echo", big));
    assertThatThrownBy(() -> fixture.driver.start(launch))
        .isInstanceOfSatisfying(
            DriverException.class,
            e -> assertThat(e.reason()).isEqualTo(DriverException.Reason.LaunchTooLarge));
  }

  @Test
  void twoAgentsDoNotShareADirectory() {
    assertThatThrownBy(() -> new DriverFixture(directory, ControlGroups.none("second")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use by another agent");
  }
}
