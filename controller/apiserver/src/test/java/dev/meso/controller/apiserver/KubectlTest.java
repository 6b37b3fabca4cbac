package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.AGENTS;
import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Owners and Events as a real kubectl sees them; skipped where there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubectlTest {
  @TempDir Path home;
  private TestServer server;

  @BeforeAll
  void start() {
    assumeTrue(onThePath("kubectl").isPresent(), "There is no kubectl on the PATH");
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Optional<Path> onThePath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Process begin(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "-s",
                "http://127.0.0.1:" + server.port,
                "--cache-dir",
                home.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("KUBECONFIG");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String kubectl(String... arguments) throws Exception {
    Process process = begin(arguments);
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(TestServer.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(out).isZero();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  private void owned(String owner, String child) {
    String uid = server.post(APPS, app(owner, 0)).at("metadata.uid");
    Answer made =
        server.post(
            APPS,
            app(
                child,
                0,
                ",\"ownerReferences\":[{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"name\":\""
                    + owner
                    + "\",\"uid\":\""
                    + uid
                    + "\",\"blockOwnerDeletion\":true}]"));
    assertThat(made.code()).as(made.body()).isEqualTo(201);
  }

  @Test
  void cascadeForegroundDeletesTheDependentFirst() throws Exception {
    owned("kf-owner", "kf-child");
    assertThat(kubectl("delete", "app", "kf-owner", "--cascade=foreground", "--wait=false"))
        .contains("deleted");
    TestServer.until(
        "child", () -> !server.get(APPS + "/kf-child").at("metadata.deletionTimestamp").isEmpty());
    assertThat(server.get(APPS + "/kf-owner").at("metadata.finalizers.0"))
        .isEqualTo("foregroundDeletion");
    server.commit(server.remove(server.spec(Kind.APP, "default", "kf-child")));
    TestServer.until(
        "released", () -> server.get(APPS + "/kf-owner").at("metadata.finalizers.0").isEmpty());
  }

  @Test
  void cascadeOrphanLeavesTheDependent() throws Exception {
    owned("ko-owner", "ko-child");
    kubectl("delete", "app", "ko-owner", "--cascade=orphan", "--wait=false");
    TestServer.until(
        "free",
        () -> server.get(APPS + "/ko-child").at("metadata.ownerReferences.0.name").isEmpty());
    TestServer.until(
        "released", () -> server.get(APPS + "/ko-owner").at("metadata.finalizers.0").isEmpty());
    assertThat(server.get(APPS + "/ko-child").at("metadata.deletionTimestamp")).isEmpty();
  }

  @Test
  void taintsAreSetSeenAndTakenAway() throws Exception {
    ObjectMeta metadata =
        new ObjectMeta.Builder()
            .name("kt")
            .uid("kt-uid")
            .creationTimestamp(TestServer.CLOCK)
            .build();
    AgentStatus status =
        new AgentStatus(
            "Ready",
            null,
            null,
            null,
            Collections.emptySortedMap(),
            null,
            Collections.emptySortedMap(),
            List.of());
    server.commit(
        server.put(server.status(Kind.AGENT, null, "kt"), Agent.of(metadata, null, status)));
    TestServer.until("agent", () -> server.get(AGENTS + "/kt").code() == 200);

    assertThat(kubectl("taint", "nodes", "kt", "gpu=big:NoSchedule")).contains("tainted");
    assertThat(kubectl("describe", "node", "kt")).containsPattern("Taints: +gpu=big:NoSchedule");
    assertThat(kubectl("taint", "nodes", "kt", "gpu=small:NoSchedule", "--overwrite"))
        .contains("modified");
    assertThat(kubectl("cordon", "kt")).contains("cordoned");
    assertThat(kubectl("taint", "nodes", "kt", "gpu:NoSchedule-")).contains("untainted");
    assertThat(server.get(AGENTS + "/kt").json().at("/spec").toString())
        .isEqualTo("{\"unschedulable\":true}");
  }

  @Test
  void eventsAreWatched() throws Exception {
    for (String[] command :
        List.of(
            new String[] {"get", "events", "--watch-only"}, new String[] {"events", "--watch"})) {
      Process process = begin(command);
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        TestServer.until("watch", () -> server.metrics.text().contains("meso_api_watchers 1"));
        String name = "seen-by-" + command.length;
        server.commit(
            server.put(
                server.status(Kind.TASK, "default", name), Owned.task(name, "web", "u", 1, "a1")));
        CompletableFuture<Boolean> seen =
            CompletableFuture.supplyAsync(
                () -> out.lines().anyMatch(line -> line.contains(name)),
                Thread::startVirtualThread);
        assertThat(seen.get(TestServer.DEADLINE.toSeconds(), TimeUnit.SECONDS))
            .as(String.join(" ", command))
            .isTrue();
      } finally {
        process.destroyForcibly();
      }
      TestServer.until("over", () -> server.metrics.text().contains("meso_api_watchers 0"));
    }
  }
}
