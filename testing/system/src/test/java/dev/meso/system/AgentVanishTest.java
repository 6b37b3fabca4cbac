package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AgentVanishTest {
  /** The alive key's lease, lostAfter, and the new start. */
  private static final Duration REPLACED_WITHIN = Duration.ofSeconds(25);

  @TempDir Path directory;

  @Test
  void tasksOfAVanishedAgentAreReplacedAndItStopsThemWhenItReturns() {
    try (TestCluster cluster = TestCluster.start(directory, 1, 3)) {
      cluster.api().create("apps", Specs.app("web", 6, "exec sleep 600")).require(201);
      cluster.awaitHolds("6 tasks run", () -> cluster.running("web").size() == 6);
      List<Long> orphans =
          cluster.pids().entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("/meso/reports/agent-1/"))
              .map(java.util.Map.Entry::getValue)
              .toList();
      assertThat(orphans).isNotEmpty();

      cluster.agent("agent-1").freeze();
      Duration detected =
          Eventually.holds(
              REPLACED_WITHIN,
              cluster::describe,
              () -> cluster.api().get("agents", "agent-1").text("/status/phase").equals("Lost"));
      System.out.println("Agent declared lost after " + detected.toMillis() + " ms");
      Eventually.holds(
          REPLACED_WITHIN, cluster::describe, () -> runningElsewhere(cluster, "agent-1") == 6);
      orphans.forEach(pid -> assertThat(ProcessHandle.of(pid)).isPresent());

      cluster.agent("agent-1").thaw();
      cluster.awaitHolds(
          "the returned agent stops what is no longer its own",
          () -> orphans.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
      cluster.awaitReadyAgents(3);
      cluster.awaitHolds(
          "nothing is left of the old attempts",
          () ->
              cluster.etcd().list("/meso/assignments/agent-1/").isEmpty()
                  && cluster.etcd().list("/meso/reports/agent-1/").isEmpty());
      assertThat(cluster.running("web")).hasSize(6);
    }
  }

  @Test
  void whenAllAgentsVanishNothingIsReplacedAndAConditionSaysWhy() {
    try (TestCluster cluster = TestCluster.start(directory, 1, 3)) {
      cluster.api().create("apps", Specs.app("web", 6, "exec sleep 600")).require(201);
      cluster.awaitHolds("6 tasks run", () -> cluster.running("web").size() == 6);
      SortedMap<String, String> assignments = cluster.etcd().list("/meso/assignments/");
      for (int i = 1; i <= 3; i++) {
        cluster.agent("agent-" + i).kill();
      }
      cluster.awaitHolds(
          "a condition says that replacing is paused",
          () -> cluster.api().list("agents").stream().allMatch(AgentVanishTest::paused));
      Eventually.stays(
          Duration.ofSeconds(20),
          () -> "nothing is replaced\n" + cluster.describe(),
          () -> cluster.etcd().list("/meso/assignments/").equals(assignments));
      for (int i = 1; i <= 3; i++) {
        cluster.startAgent("agent-" + i);
      }
      cluster.awaitReadyAgents(3);
      cluster.awaitHolds("6 tasks run", () -> cluster.running("web").size() == 6);
      assertThat(cluster.etcd().list("/meso/assignments/")).isEqualTo(assignments);
    }
  }

  private static long runningElsewhere(TestCluster cluster, String agent) {
    return cluster.running("web").values().stream()
        .filter(task -> !task.at("/status/agent").asString("").equals(agent))
        .count();
  }

  private static boolean paused(JsonNode agent) {
    for (JsonNode condition : agent.at("/status/conditions")) {
      if (condition.path("type").asString().equals("ReplacementPaused")
          && condition.path("status").asString().equals("True")) {
        return !condition.path("message").asString("").isEmpty();
      }
    }
    return false;
  }
}
