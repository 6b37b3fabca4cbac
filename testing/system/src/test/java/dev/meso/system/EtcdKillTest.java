package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdKillTest {
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void outageOfEtcdReplacesAndRestartsNothingAndLosesNothingAcknowledged() {
    try (TestCluster cluster = TestCluster.start(directory, 2, 3)) {
      cluster.api().create("apps", Specs.app("web", 9, "exec sleep 600")).require(201);
      cluster.awaitHolds("9 tasks run", () -> cluster.running("web").size() == 9);
      for (int i = 0; i < 20; i++) {
        cluster.api().create("apps", Specs.app("note-" + i, 0, "true")).require(201);
      }
      SortedMap<String, Long> before = cluster.pids();

      cluster.etcd().kill();
      Eventually.stays(
          OUTAGE,
          () -> "every task runs while etcd is down",
          () -> before.values().stream().allMatch(pid -> ProcessHandle.of(pid).isPresent()));
      cluster.etcd().restart();

      cluster.awaitReadyAgents(3);
      for (int i = 0; i < 20; i++) {
        cluster.api().get("apps", "note-" + i).require(200);
      }
      cluster.api().patch("apps", "web", "{\"spec\":{\"replicas\":10}}").require(200);
      cluster.awaitHolds("10 tasks run", () -> cluster.running("web").size() == 10);
      SortedMap<String, Long> after = cluster.pids();
      assertThat(after).containsAllEntriesOf(before).hasSize(10);
    }
  }

  @Test
  void compactionWhileEveryoneIsDisconnectedIsSurvived() {
    try (TestCluster cluster = TestCluster.start(directory, 2, 2)) {
      cluster.api().create("apps", Specs.app("web", 4, "exec sleep 600")).require(201);
      cluster.awaitHolds("4 tasks run", () -> cluster.running("web").size() == 4);
      SortedMap<String, Long> before = cluster.pids();
      // Daemons stand still, etcd goes on without them and forgets what they have not seen.
      cluster.controller("controller-1").freeze();
      cluster.controller("controller-2").freeze();
      cluster.agent("agent-1").freeze();
      cluster.agent("agent-2").freeze();
      for (int i = 0; i < 50; i++) {
        cluster.etcd().put("/meso/unknown/noise", "x" + i);
      }
      cluster.etcd().compact();
      cluster.etcd().kill();
      cluster.etcd().restart();
      // What was sent before the kill waits in the sockets of the frozen; this they must miss.
      for (int i = 0; i < 50; i++) {
        cluster.etcd().put("/meso/unknown/noise", "y" + i);
      }
      cluster.etcd().compact();
      cluster.controller("controller-1").thaw();
      cluster.controller("controller-2").thaw();
      cluster.agent("agent-1").thaw();
      cluster.agent("agent-2").thaw();

      cluster.awaitReadyAgents(2);
      cluster.api().patch("apps", "web", "{\"spec\":{\"replicas\":6}}").require(200);
      cluster.awaitHolds("6 tasks run", () -> cluster.running("web").size() == 6);
      assertThat(cluster.pids()).containsAllEntriesOf(before).hasSize(6);
      for (String controller : java.util.List.of("controller-1", "controller-2")) {
        assertThat(cluster.controller(controller).output()).contains("why=COMPACTED");
      }
    }
  }
}
