package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that hosts a driver, starts tasks, and waits to be killed. */
final class CrashingAgent {

  private CrashingAgent() {}

  /** Arguments: directory, number of tasks, or -1 to start without an end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    int tasks = Integer.parseInt(args[1]);
    ProcessDriver driver =
        ProcessDriver.open(
            directory.resolve("state"), ControlGroups.none("test"), InstantSource.system());
    driver.recover();
    driver.onExit(_ -> {});
    for (int i = 0; tasks < 0 || i < tasks; i++) {
      driver.start(
          DriverFixture.launch(directory, "t" + i, List.of("sh", "-c", script(directory, i))));
      Files.writeString(directory.resolve("started"), i + "\n");
    }
    new CountDownLatch(1).await();
  }

  /** Counts its runs, waits for a file if its number is odd, and ends with its number. */
  static String script(Path directory, int i) {
    return "echo $$ >> runs; while [ ! -e '"
        + directory
        + "/go"
        + "' ]; do sleep 0.05; done; "
        + (i % 2 == 0 ? "exec sleep 1000" : "exit " + i);
  }
}
