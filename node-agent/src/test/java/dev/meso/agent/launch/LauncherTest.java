package dev.meso.agent.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Launch;
import dev.meso.agent.driver.LogLimits;
import dev.meso.agent.reconcile.Reasons;
import dev.meso.agent.sandbox.Sandboxes;
import dev.meso.agent.volume.VolumeDirectories;
import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.VolumeMount;
import dev.meso.api.record.AssignedVolume;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final ContainerId ID = new ContainerId("default", "web", "uid-1234", 1, "main", 0);

  @TempDir Path dir;
  private Launcher launcher;

  @BeforeEach
  void open() throws Exception {
    launcher =
        new Launcher(
            new Sandboxes(dir.resolve("sandboxes")),
            new VolumeDirectories(dir.resolve("volumes")),
            new TaskEnvironment("a-1", "127.0.0.1", new TreeMap<>(), "/opt/jdk"),
            LogLimits.DEFAULT);
  }

  private static Assignment assignment(int port) {
    Container main =
        new Container(
            "main",
            List.of("sleep"),
            List.of("60"),
            "data",
            List.of(),
            List.of(new ContainerPort("http", null)),
            new ResourceRequirements(
                Collections.emptySortedMap(),
                new TreeMap<>(
                    Map.of("cpu", Quantity.parse("500m"), "memory", Quantity.parse("64Mi")))));
    return new Assignment(
        "default",
        "web",
        "uid-1234",
        1,
        Assignment.RUN,
        null,
        null,
        null,
        new TaskSpec(List.of(main), Collections.emptySortedMap(), null, null, 7, null, null),
        Collections.emptySortedMap(),
        new TreeMap<>(Map.of("http", port)),
        Collections.emptySortedMap(),
        Instant.EPOCH,
        null);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aLaunchSaysWhatTheAssignmentSays() throws Exception {
    Launch launch = launcher.prepare(ID, assignment(freePort()));
    assertThat(launch.command()).containsExactly("sleep", "60");
    assertThat(launch.cpuMillisMax()).hasValue(500);
    assertThat(launch.memoryBytesMax()).hasValue(64L << 20);
    assertThat(launch.grace()).isEqualTo(Duration.ofSeconds(7));
    assertThat(launch.workingDir()).isEqualTo(launch.sandbox().resolve("data"));
    assertThat(launch.sandbox().resolve("tmp")).isDirectory();
  }

  @Test
  void aVolumeIsFoundInTheSandboxAndInTheEnvironment() throws Exception {
    Launch first = launcher.prepare(ID, withVolume("data/db"));
    Path directory = dir.toRealPath().resolve("volumes/uid-of-db");
    assertThat(first.env()).containsEntry("MESO_VOLUME_MY_DB", directory.toString());
    Path link = first.sandbox().resolve("data/db");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(directory);
    Files.writeString(link.resolve("kept"), "yes");
    // The container is started anew in place, and a later attempt has another sandbox.
    launcher.prepare(ID, withVolume("data/db"));
    ContainerId next = new ContainerId("default", "web", "uid-1234", 2, "main", 0);
    Launch second = launcher.prepare(next, withVolume("data/db"));
    assertThat(second.sandbox()).isNotEqualTo(first.sandbox());
    assertThat(second.sandbox().resolve("data/db/kept")).hasContent("yes");
  }

  @Test
  void aVolumeThatTheAssignmentDoesNotNameIsNotMounted() throws Exception {
    Assignment named = withVolume("data");
    Assignment without =
        new Assignment(
            named.namespace(),
            named.task(),
            named.taskUid(),
            1,
            Assignment.RUN,
            null,
            null,
            null,
            named.spec(),
            named.labels(),
            named.ports(),
            named.resources(),
            Instant.EPOCH,
            null);
    assertThatThrownBy(() -> launcher.prepare(ID, without))
        .isInstanceOf(Launcher.NotLaunchable.class)
        .hasMessageContaining("volume my-db: expected it in the assignment, found nothing");
  }

  private static Assignment withVolume(String mountPath) {
    Container main =
        new Container(
            "main",
            List.of("true"),
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            List.of(new VolumeMount("my-db", mountPath)));
    TaskSpec spec =
        new TaskSpec(List.of(main), Collections.emptySortedMap(), null, null, 7, null, null)
            .toBuilder().volumes(List.of(new TaskVolume("my-db", "db", null))).build();
    return new Assignment(
        "default",
        "web",
        "uid-1234",
        1,
        Assignment.RUN,
        null,
        null,
        null,
        spec,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        Instant.EPOCH,
        null,
        new TreeMap<>(Map.of("my-db", new AssignedVolume("db", "uid-of-db", null))));
  }

  @Test
  void aPortThatSomethingElseListensOnIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThatThrownBy(() -> launcher.prepare(ID, assignment(other.getLocalPort())))
          .isInstanceOfSatisfying(
              Launcher.NotLaunchable.class,
              e -> assertThat(e.reason()).isEqualTo(Reasons.PORT_TAKEN))
          .hasMessageContaining("host port " + other.getLocalPort());
    }
  }
}
