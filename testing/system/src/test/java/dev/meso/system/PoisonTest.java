package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonTest {
  /** Values that no API server would write, put into etcd by somebody else. */
  private static final List<String> POISON =
      List.of(
          "",
          "null",
          "[]",
          "{",
          "not json at all",
          "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\"}",
          "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"metadata\":{\"name\":\"x\"},\"spec\":7}",
          "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"metadata\":{\"name\":\"other\","
              + "\"namespace\":\"default\",\"uid\":\"u\"},\"spec\":{\"replicas\":-5,\"template\":"
              + "{\"spec\":{\"containers\":[]}}}}",
          "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\"x\"},\"spec\":{}}",
          "\u0000\u0001\u0002");

  @TempDir Path directory;

  @Test
  void poisonousObjectHarmsNoOtherAndNoLeader() {
    try (TestCluster cluster = TestCluster.start(directory, 1, 1)) {
      cluster.api().create("apps", Specs.app("before", 2, "exec sleep 600")).require(201);
      cluster.awaitHolds("2 tasks run", () -> cluster.running("before").size() == 2);
      String leader = cluster.leader().orElseThrow();
      int number = 0;
      for (String value : POISON) {
        number++;
        cluster.etcd().put("/meso/spec/apps/default/poison-" + number, value);
        cluster.etcd().put("/meso/status/tasks/default/poison-" + number + "-0", value);
        cluster.etcd().put("/meso/status/agents/poison-" + number, value);
        cluster.etcd().put("/meso/reports/agent-1/default/poison/" + number, value);
        cluster.etcd().put("/meso/assignments/agent-1/default/poison/" + number, value);
        cluster.etcd().put("/meso/registrations/poison-" + number, value);
      }
      cluster.api().create("apps", Specs.app("after", 2, "exec sleep 600")).require(201);
      cluster.awaitHolds("2 more tasks run", () -> cluster.running("after").size() == 2);
      cluster.api().patch("apps", "before", "{\"spec\":{\"replicas\":3}}").require(200);
      cluster.awaitHolds("3 tasks run", () -> cluster.running("before").size() == 3);
      cluster.api().delete("apps", "after").require(200);
      cluster.awaitHolds("it is gone", () -> cluster.api().get("apps", "after").status() == 404);
      Eventually.stays(
          Duration.ofSeconds(2),
          cluster::describe,
          () ->
              cluster.controller("controller-1").alive()
                  && cluster.agent("agent-1").alive()
                  && cluster.leader().orElse("").equals(leader));
      assertThat(cluster.running("before")).hasSize(3);
    }
  }
}
