package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentKillTest {
  private static final int TASKS = 20;

  @TempDir Path directory;

  @Test
  void tasksOutliveTheirAgentAndAreTakenUpByItsSuccessor() {
    try (TestCluster cluster = TestCluster.start(directory, 1, 1)) {
      cluster.api().create("apps", Specs.app("web", TASKS, "exec sleep 600")).require(201);
      cluster
          .api()
          .create(
              "tasks",
              Specs.task("short", "until [ -e " + directory + "/go ]; do sleep 0.1; done; exit 7"))
          .require(201);
      cluster.awaitHolds("20 tasks run", () -> cluster.running("web").size() == TASKS);
      cluster.awaitPhase("short", "Running");
      SortedMap<String, Long> before = cluster.pids();
      assertThat(before).hasSize(TASKS + 1);

      cluster.agent("agent-1").kill();
      // It ends while nobody watches.
      assertThat(directory.resolve("go").toFile().mkdir()).isTrue();
      long shortPid =
          before.entrySet().stream()
              .filter(entry -> entry.getKey().contains("/short/"))
              .findFirst()
              .orElseThrow()
              .getValue();
      cluster.awaitHolds(
          "the short task ended", () -> ProcessHandle.of(shortPid).isEmpty() || zombie(shortPid));
      before.forEach(
          (task, pid) -> {
            if (pid != shortPid) {
              assertThat(ProcessHandle.of(pid)).as(task).isPresent();
            }
          });

      cluster.startAgent("agent-1");
      cluster.awaitPhase("short", "Failed");
      assertThat(cluster.api().get("tasks", "short").body().at("/status/exitCode").asInt())
          .isEqualTo(7);
      cluster.awaitHolds("20 tasks run", () -> cluster.running("web").size() == TASKS);
      SortedMap<String, Long> after = cluster.pids();
      after.keySet().removeIf(key -> key.contains("/short/"));
      before.keySet().removeIf(key -> key.contains("/short/"));
      assertThat(after).isEqualTo(before);
      cluster
          .running("web")
          .values()
          .forEach(task -> assertThat(task.at("/status/attempt").asInt()).isEqualTo(1));
    }
  }

  private static boolean zombie(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isEmpty();
  }
}
