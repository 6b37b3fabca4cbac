package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One driver on directories of its own, and a check that it leaves no process behind. */
final class DriverFixture implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final String UID = "0b6a1c1e-2222-4333-8444-555566667777";

  final Path directory;
  final ControlGroups groups;
  final BlockingQueue<Exited> exits = new LinkedBlockingQueue<>();
  final ProcessDriver driver;
  final List<Recovered> recovered;

  DriverFixture(Path directory, ControlGroups groups) throws IOException {
    this.directory = directory;
    this.groups = groups;
    this.driver = ProcessDriver.open(directory.resolve("state"), groups, InstantSource.system());
    this.recovered = driver.recover();
    driver.onExit(exits::add);
  }

  static ContainerId id(String task) {
    return new ContainerId("default", task, UID, 1, task, 0);
  }

  static SortedMap<String, String> env() {
    return new TreeMap<>(java.util.Map.of("PATH", "/usr/bin:/bin"));
  }

  static Launch launch(Path directory, String task, List<String> command) throws IOException {
    Path sandbox = Files.createDirectories(directory.resolve("sandbox").resolve(task));
    return new Launch(
        id(task),
        command,
        env(),
        sandbox,
        sandbox,
        OptionalLong.empty(),
        OptionalLong.empty(),
        new LogLimits(64 << 10, 2),
        Duration.ofSeconds(1));
  }

  Running sh(String task, String script) throws IOException {
    return driver.start(launch(directory, task, List.of("sh", "-c", script)));
  }

  Exited nextExit() throws InterruptedException {
    Exited exited = exits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(exited).as("an exit within %s", PATIENCE).isNotNull();
    return exited;
  }

  Path stdout(String task) {
    return directory.resolve("sandbox").resolve(task).resolve(task).resolve("stdout");
  }

  String output(String task) throws IOException {
    return Files.readString(stdout(task));
  }

  static void waitUntil(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as(what).isNegative();
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** A number that a task wrote as one line into a file of its working directory. */
  long number(String task, String file) {
    Path path = directory.resolve("sandbox").resolve(task).resolve(file);
    waitUntil(path + " is written", () -> read(path).endsWith("\n"));
    return Long.parseLong(read(path).strip());
  }

  static String read(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      return "";
    }
  }

  static boolean lives(long pid) {
    return ProcessTable.LIVE.find(pid).filter(ProcessTable.Entry::alive).isPresent();
  }

  /** Every process that has this test's directory in its arguments or its mark. */
  static List<ProcessTable.Entry> left(Path directory) throws IOException {
    return ProcessTable.LIVE.all().stream()
        .filter(entry -> entry.pid() != ProcessHandle.current().pid())
        .filter(
            entry ->
                (read(Path.of("/proc/" + entry.pid() + "/cmdline"))
                        + read(Path.of("/proc/" + entry.pid() + "/environ")))
                    .contains(directory.toString()))
        .toList();
  }

  /** Ends what a test left running, then demands that nothing is left. */
  @Override
  public void close() throws IOException {
    try (driver) {
      for (Recovered known : recovered) {
        driver.kill(known.id());
      }
      for (ProcessTable.Entry entry : left(directory)) {
        String environ = read(Path.of("/proc/" + entry.pid() + "/environ"));
        if (environ.contains(ProcessTree.MARK + "=")) {
          new Signals(ProcessTable.LIVE).kill(new Identity(entry.pid(), entry.startTicks()));
        }
      }
      waitUntil(
          "no process is left",
          () -> {
            try {
              return left(directory).isEmpty();
            } catch (IOException e) {
              return false;
            }
          });
      for (String name : groups.names()) {
        assertThat(groups.existing(name).destroy()).isTrue();
      }
      groups.close();
    }
  }
}
