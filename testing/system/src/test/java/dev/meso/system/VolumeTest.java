package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume with real processes: what one task writes, a later one reads. */
class VolumeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void whatATaskWritesALaterOneReadsOnTheSameAgentAmongSeveral() throws IOException {
    Path data = directory.resolve("data");
    MesoProcess up =
        MesoProcess.start(
            directory.resolve("up.log"),
            List.of(
                "up",
                "--agents=3",
                "--plain-http",
                "--data=" + data,
                "--api-port=0",
                "--etcd-port=" + EtcdProcess.freePort()));
    try {
      String server = server(up, data);
      ApiClient api = new ApiClient(() -> server);
      api.create("volumes", volume("notes")).require(201);
      api.create("tasks", task("writer", "echo kept > notes/line")).require(201);
      succeeded(up, api, "writer");
      ApiClient.Answer bound = api.get("volumes", "notes");
      String agent = bound.text("/status/agent");
      assertThat(bound.text("/status/phase")).isEqualTo("Bound");
      assertThat(agent).isEqualTo(api.get("tasks", "writer").text("/status/agent"));
      for (int i = 0; i < 4; i++) {
        String reader = "reader-" + i;
        String script = "test \"$(cat \"$MESO_VOLUME_NOTES/line\")\" = kept";
        api.create("tasks", task(reader, script)).require(201);
        succeeded(up, api, reader);
        assertThat(api.get("tasks", reader).text("/status/agent")).isEqualTo(agent);
      }
      api.patch("volumes", "notes", "{\"spec\":{\"size\":\"2Mi\"}}").require(422);
      api.delete("volumes", "notes");
      Eventually.holds(PATIENCE, up::output, () -> api.get("volumes", "notes").status() == 404);
      // Another one of the name is another directory.
      api.create("volumes", volume("notes")).require(201);
      api.create("tasks", task("stranger", "test ! -e notes/line")).require(201);
      succeeded(up, api, "stranger");
    } finally {
      up.terminate();
    }
  }

  private static void succeeded(MesoProcess up, ApiClient api, String task) {
    Eventually.holds(
        PATIENCE,
        () -> api.get("tasks", task).body() + "\n" + up.output(),
        () -> api.get("tasks", task).text("/status/phase").equals("Succeeded"));
  }

  private static String volume(String name) {
    return "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Volume\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":{\"size\":\"1Mi\"}}";
  }

  private static String task(String name, String script) {
    return "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Task\",\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":{\"volumes\":[{\"name\":\"notes\",\"volume\":\"notes\"}],\"containers\":"
        + "[{\"name\":\"main\",\"command\":[\"sh\",\"-c\",\""
        + script.replace("\"", "\\\"")
        + "\"],\"volumeMounts\":[{\"name\":\"notes\",\"mountPath\":\"notes\"}]}]}}";
  }

  private static String server(MesoProcess up, Path data) throws IOException {
    Path file = data.resolve("up.properties");
    Eventually.holds(PATIENCE, up::output, () -> Files.exists(file));
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties.getProperty("server");
  }
}
