package dev.meso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
  @TempDir Path directory;

  @Test
  void secondUpOnTheSameDataTakesUpWhatIsThere() throws IOException {
    Path data = directory.resolve("data");
    MesoProcess first = up(data, "first.log");
    Map<String, String> environment = Map.of("MESO_SERVER", server(first, data));
    String app = Specs.app("web", 2, "exec sleep 600");
    Meso.runWith(app, environment, "bin/meso", "apply", "--wait", "-f", "-").require(0);
    assertThat(Meso.run(environment, "bin/meso", "get", "app/web", "-o", "name").require(0).out())
        .contains("web");
    first.terminate();
    assertThat(first.output()).contains("Ended 2 containers");
    assertThat(data.resolve("up.properties")).doesNotExist();

    MesoProcess second = up(data, "second.log");
    try {
      ApiClient api = new ApiClient(serverOf(second, data));
      Eventually.holds(
          Duration.ofSeconds(30),
          second::output,
          () -> {
            int ready = api.get("apps", "web").body().at("/status/readyReplicas").asInt(0);
            return ready == 2;
          });
      // The data is held by one process at a time.
      MesoProcess third =
          MesoProcess.start(directory.resolve("third.log"), List.of("up", "--data=" + data));
      Eventually.holds(Duration.ofSeconds(20), third::output, () -> !third.alive());
      assertThat(third.output()).contains("another meso up runs on");
    } finally {
      second.terminate();
    }
  }

  @Test
  void commandsOfAUserWorkAgainstIt() throws IOException {
    Path data = directory.resolve("data");
    MesoProcess up = up(data, "up.log", List.of());
    try {
      assertThat(server(up, data)).startsWith("https://");
      Map<String, String> environment =
          Map.of("MESO_KUBECONFIG", data.resolve("kubeconfig").toString());
      Meso.Result run =
          Meso.run(
              environment, "bin/meso", "run", "--", "sh", "-c", "echo out; echo err >&2; exit 5");
      assertThat(run.status()).as(run.toString()).isEqualTo(5);
      assertThat(run.out()).isEqualTo("out\n");
      assertThat(run.err()).contains("err\n");
      Path examples = Meso.CHECKOUT.resolve("examples/hello");
      Meso.run(environment, "bin/meso", "apply", "--wait", "-f", examples.toString()).require(0);
      assertThat(Meso.run(environment, "bin/meso", "logs", "job/words").require(0).out())
          .contains(" words in ");
      assertThat(Meso.run(environment, "bin/meso", "explain", "app/web").require(0).out())
          .contains("web");
      assertThat(Meso.run(environment, "bin/meso", "describe", "app/web").require(0).out())
          .contains("web-0");
      Meso.Result wrong = Meso.run(environment, "bin/meso", "get", "app/nothing");
      assertThat(wrong.status()).isNotZero();
      assertThat(wrong.err()).contains("nothing");
      Meso.run(environment, "bin/meso", "delete", "-f", examples.toString()).require(0);
      assertThat(Meso.run(environment, "bin/meso", "get", "apps", "-o", "name").require(0).out())
          .isBlank();
    } finally {
      up.terminate();
    }
  }

  /** A cluster that anybody on this machine may use. */
  private MesoProcess up(Path data, String log) {
    return up(data, log, List.of("--plain-http"));
  }

  private MesoProcess up(Path data, String log, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--agents=2",
                "--data=" + data,
                "--api-port=0",
                "--etcd-port=" + EtcdProcess.freePort()));
    arguments.addAll(more);
    return MesoProcess.start(directory.resolve(log), arguments);
  }

  private static java.util.function.Supplier<String> serverOf(MesoProcess up, Path data) {
    String server = server(up, data);
    return () -> server;
  }

  private static String server(MesoProcess up, Path data) {
    Path file = data.resolve("up.properties");
    Eventually.holds(Duration.ofSeconds(60), up::output, () -> Files.exists(file));
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return properties.getProperty("server");
  }
}
