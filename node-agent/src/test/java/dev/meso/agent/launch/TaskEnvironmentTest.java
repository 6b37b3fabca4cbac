package dev.meso.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.record.Assignment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
  private static final Container FIRST =
      new Container(
          "first",
          List.of("run"),
          List.of(),
          null,
          List.of(
              new EnvVar("HOME", "/home/me"),
              new EnvVar("MESO_TASK", "forged"),
              new EnvVar("EMPTY", null)),
          List.of(new ContainerPort("http", null), new ContainerPort("admin-api", null)),
          null);
  private static final Container SECOND =
      new Container(
          "second",
          List.of("run"),
          List.of(),
          null,
          List.of(),
          List.of(new ContainerPort("metrics", 9100)),
          null);
  private static final Assignment ASSIGNMENT =
      new Assignment(
          "default",
          "web-0",
          "uid-1",
          3,
          Assignment.RUN,
          null,
          null,
          null,
          new TaskSpec(
              List.of(FIRST, SECOND), Collections.emptySortedMap(), null, null, null, null, null),
          Collections.emptySortedMap(),
          new TreeMap<>(java.util.Map.of("http", 31005, "admin-api", 31001, "metrics", 9100)),
          Collections.emptySortedMap(),
          Instant.EPOCH,
          null);

  private final TaskEnvironment environment =
      new TaskEnvironment(
          "a-1",
          "10.0.0.7",
          new TreeMap<>(java.util.Map.of("PATH", "/bin", "SECRET", "x")),
          "/opt/jdk");

  private SortedMap<String, String> of(Container container) {
    return environment.of(ASSIGNMENT, container, Path.of("/sandbox"));
  }

  @Test
  void portsAreNamedAndNumberedInTheOrderOfTheSpecOverAllContainers() {
    for (Container container : List.of(FIRST, SECOND)) {
      assertThat(of(container))
          .containsEntry("PORT_HTTP", "31005")
          .containsEntry("PORT_ADMIN_API", "31001")
          .containsEntry("PORT_METRICS", "9100")
          .containsEntry("PORT0", "31005")
          .containsEntry("PORT1", "31001")
          .containsEntry("PORT2", "9100")
          .doesNotContainKey("PORT3");
    }
  }

  @Test
  void theTaskLearnsWhoItIsAndWhereItRuns() {
    assertThat(of(SECOND))
        .containsEntry("MESO_TASK", "web-0")
        .containsEntry("MESO_NAMESPACE", "default")
        .containsEntry("MESO_ATTEMPT", "3")
        .containsEntry("MESO_TASK_UID", "uid-1")
        .containsEntry("MESO_AGENT", "a-1")
        .containsEntry("MESO_SANDBOX", "/sandbox")
        .containsEntry("HOME", "/sandbox")
        .containsEntry("TMPDIR", "/sandbox/tmp")
        .containsEntry("HOST", "10.0.0.7")
        .containsEntry("JAVA_HOME", "/opt/jdk")
        .containsEntry("PATH", "/bin")
        .containsEntry("LANG", "C.UTF-8");
  }

  @Test
  void whatTheUserSaysWinsExceptOverMesosOwn() {
    assertThat(of(FIRST))
        .containsEntry("HOME", "/home/me")
        .containsEntry("MESO_TASK", "web-0")
        .containsEntry("EMPTY", "");
  }

  @Test
  void nothingElseOfTheAgentsEnvironmentReachesATask() {
    assertThat(of(FIRST)).doesNotContainKey("SECRET");
  }
}
