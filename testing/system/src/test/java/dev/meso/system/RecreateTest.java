package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecreateTest {
  private static final int ROUNDS = 4;

  @TempDir Path directory;

  @Test
  void objectsOfOneNameAreNeverMixedUpAndPortsNeverOwnedTwice() {
    // Each round ignores SIGTERM for a moment, so that it still stops while its successor waits.
    String slowToStop = "trap 'sleep 0.5; exit 0' TERM; while :; do sleep 0.1; done";
    try (TestCluster cluster = TestCluster.start(directory, 1, 2);
        KeyRecorder recorder = KeyRecorder.start(cluster.etcd(), "/meso/assignments/")) {
      for (int round = 0; round < ROUNDS; round++) {
        String app = Specs.app("web", 3, slowToStop, ",\"terminationGracePeriodSeconds\":2");
        cluster.awaitHolds(
            "the name is free again", () -> cluster.api().create("apps", app).status() == 201);
        cluster.awaitHolds("3 tasks run", () -> cluster.running("web").size() == 3);
        String uid = cluster.api().get("apps", "web").text("/metadata/uid");
        cluster
            .running("web")
            .values()
            .forEach(
                task ->
                    assertThat(task.at("/metadata/ownerReferences/0/uid").asString())
                        .isEqualTo(uid));
        cluster.api().delete("apps", "web").require(200);
        // The name is not free while the old attempts are stopping.
        assertThat(cluster.api().create("apps", app).status()).isEqualTo(409);
      }
      cluster.awaitHolds(
          "everything is gone", () -> cluster.etcd().list("/meso/assignments/").isEmpty());
      cluster.awaitHolds(
          "the last reports are gone", () -> cluster.etcd().list("/meso/reports/").isEmpty());
      assertPortsOwnedOnce(recorder.changes());
    }
  }

  /** Replays the assignments that existed and looks for a port that two of one agent held. */
  private static void assertPortsOwnedOnce(List<KeyRecorder.Change> changes) {
    SortedMap<String, String> owners = new TreeMap<>();
    int portsSeen = 0;
    for (KeyRecorder.Change change : changes) {
      if (change.deleted()) {
        owners.values().removeIf(owner -> owner.equals(change.key()));
        continue;
      }
      String agent = change.key().split("/", -1)[3];
      JsonNode ports = JsonMapper.shared().readTree(change.value()).path("ports");
      for (JsonNode port : ports) {
        portsSeen++;
        String owner = owners.putIfAbsent(agent + ":" + port.asInt(), change.key());
        assertThat(owner).as("owner of port %s on %s", port, agent).isIn(null, change.key());
      }
    }
    assertThat(portsSeen).isGreaterThanOrEqualTo(ROUNDS * 3);
  }
}
