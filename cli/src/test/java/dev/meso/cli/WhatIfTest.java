package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Registration;
import dev.meso.api.resource.Quantity;
import dev.meso.api.snapshot.SnapshotHeader;
import dev.meso.api.snapshot.SnapshotRecord;
import dev.meso.api.validation.Defaults;
import dev.meso.cli.client.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** One agent of two cores, and an App that wants three tasks of one core each. */
class WhatIfTest {
  private static final String APP =
      """
      {"metadata":{"name":"web","namespace":"default","uid":"u-web","generation":1},
       "spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"main","command":["run"],
        "resources":{"requests":{"cpu":"1","memory":"64Mi"}}}]}}}}
      """;

  @TempDir Path dir;
  private final FakeServer server = new FakeServer();

  @BeforeEach
  void serve() {
    server.on(
        "GET /apis/meso.dev/v1/snapshots/latest",
        (_, exchange) -> FakeServer.answer(exchange, 200, text(1, 0)));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void addedAgentTakesWhatWaits() {
    Ran ran = Ran.meso(server, "whatif", "--add-agents", "2", "--like", "a1");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "Snapshot of revision 77, taken 2026-01-01T00:00:00Z, 4 records",
            "Agents: 1 -> 3 (closed to new tasks 0, empty 0 -> 1)",
            "Tasks:  with an agent 2 -> 3, pending 1 -> 0",
            "2 -> 6",
            "2 tasks were still under way",
            "Tasks: 1 placed")
        .doesNotContain("did not come to rest");
    assertThat(server.requests).containsExactly("GET /apis/meso.dev/v1/snapshots/latest");
  }

  @Test
  void drainedAgentLeavesTasksPendingWithTheReason() {
    Ran ran = Ran.meso(server, "whatif", "--drain", "agent/a1");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("2 left without an agent", "3 pending, Unschedulable: App default/web")
        .contains("1 marked unschedulable");
  }

  @Test
  void queueMadeOnTheCommandLineHoldsBackWhatNamesIt() throws IOException {
    Path file = dir.resolve("more.yaml");
    Files.writeString(
        file,
        """
        apiVersion: meso.dev/v1
        kind: App
        metadata: {name: more}
        spec:
          replicas: 4
          template:
            spec:
              queue: eng
              containers:
                - {name: main, command: [run], resources: {requests: {cpu: "1"}}}
        """);
    Ran ran =
        Ran.meso(
            server,
            "whatif",
            "--add-agents",
            "1",
            "--resources",
            "cpu=16,memory=64Gi",
            "--queue",
            "eng,weight=2,limit.cpu=3",
            "-f",
            file.toString(),
            "-o",
            "json");

    assertThat(ran.err()).isEmpty();
    ObjectNode answer = Trees.parse(ran.out());
    assertThat(Trees.text(answer, "consequences.settled")).isEqualTo("true");
    assertThat(Trees.number(answer, "consequences.placed", 0)).isEqualTo(4);
    assertThat(Trees.number(answer, "consequences.after.queues.eng.tasks", 0)).isEqualTo(3);
    assertThat(Trees.number(answer, "consequences.after.queues.eng.waiting", 0)).isEqualTo(1);
    assertThat(ran.out()).contains("QueueFull");
  }

  @Test
  void resourceThatControllersDoNotShareMakesNobodyRich() {
    String all = Ran.meso(server, "whatif").out();
    String rest = Ran.meso(server, "whatif", "--shares-without", "cpu").out();

    assertThat(all).contains("100.0 % cpu");
    assertThat(rest).contains("3.1 % memory").doesNotContain("100.0 % cpu");
  }

  @Test
  void savedSnapshotIsPrivateAndAnswersAsTheServer() throws IOException {
    Path file = dir.resolve("now.snapshot");
    Ran saved = Ran.meso(server, "whatif", "--save", file.toString());
    server.requests.clear();

    Ran later = Ran.meso(server, "whatif", "--snapshot", file.toString(), "--remove", "a1");

    assertThat(saved.code()).isZero();
    assertThat(saved.out()).isEmpty();
    assertThat(saved.err()).contains("Saved revision 77, 4 records");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(server.requests).isEmpty();
    assertThat(later).isEqualTo(Ran.meso(server, "whatif", "--remove", "a1"));
    assertThat(later.out()).contains("Agents: 1 -> 0");
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void snapshotThatIsCutOffIsRefusedAndNotSaved() throws IOException {
    server.on(
        "GET /apis/meso.dev/v1/snapshots/latest",
        (_, exchange) -> FakeServer.answer(exchange, 200, text(1, 1)));
    Path file = dir.resolve("now.snapshot");

    Ran ran = Ran.meso(server, "whatif", "--save", file.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("records: expected 5, found 4; it was cut off");
    try (var files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void filesThatAreNoSnapshotsAreNamedWithWhatWasExpected() throws IOException {
    byte[] whole = zipped(text(1, 0));

    assertThat(asked(whole).code()).isZero();
    assertThat(asked("hello".getBytes(StandardCharsets.UTF_8)).err()).contains("expected a gzip");
    assertThat(asked(new byte[0]).err()).contains("expected a gzip");
    assertThat(asked(Arrays.copyOf(whole, whole.length / 2)).err()).contains("cut off or changed");
    assertThat(asked(zipped("")).err()).contains("line 1: expected the header");
    assertThat(asked(zipped("{\"format\":\"x\"}\n")).err()).contains("expected");
    assertThat(asked(zipped(text(2, 0))).err()).contains("version: expected at most 1, found 2");
    assertThat(asked(zipped(text(1, -1))).err()).contains("records: expected 3, found more");
    Ran none = Ran.meso(server, "whatif", "--snapshot", dir.resolve("none").toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("File not found");
  }

  @Test
  void mistypedOptionsAreToldWithWhatWasExpected() {
    assertThat(wrong("--drain", "a2")).contains("found 'a2'; did you mean 'a1'?");
    assertThat(wrong("--drain", "a1", "--remove", "a1")).contains("each agent once, found a1");
    assertThat(wrong("--drain-selector", "zone=x")).contains("attributes that an agent has");
    assertThat(wrong("--add-agents", "1")).contains("--like AGENT or --resources, found neither");
    assertThat(wrong("--add-agents", "0", "--like", "a1")).contains("expected 1 to 100000");
    assertThat(wrong("--like", "a1")).contains("expected how many agents");
    assertThat(wrong("--add-agents", "1", "--resources", "cpu=lots"))
        .contains("cpu: expected a quantity");
    assertThat(wrong("--add-agents", "1", "--resources", "cpu")).contains("NAME=VALUE");
    assertThat(wrong("--add-agents", "1", "--resources", "memroy=1Gi"))
        .contains("--resources: expected cpu, memory, disk, gpu or a custom resource", "memroy");
    assertThat(wrong("--shares-without", "dsk")).contains("--shares-without: expected cpu");
    assertThat(wrong("--add-agents", "100000", "--resources", "memory=8191Pi"))
        .contains("at most 2^62", "100000 times 8191Pi");
    assertThat(wrong("--queue", "eng")).contains("expected NAME,FIELD=VALUE");
    assertThat(wrong("--queue", "eng,wait=2")).contains("--queue eng", "wait");
    assertThat(wrong("--queue", "eng,weight=many")).contains("--queue eng", "weight");
  }

  private String wrong(String... options) {
    List<String> words = new ArrayList<>(List.of("whatif"));
    words.addAll(List.of(options));
    Ran ran = Ran.meso(server, words.toArray(String[]::new));
    assertThat(ran.code()).as(ran.toString()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).doesNotContain("\tat ", "Exception");
    return ran.err();
  }

  private Ran asked(byte[] file) throws IOException {
    Path path = Files.write(dir.resolve("some.snapshot"), file);
    Ran ran = Ran.meso(server, "whatif", "--snapshot", path.toString());
    assertThat(ran.code()).as(ran.toString()).isIn(0, 1);
    assertThat(ran.err()).doesNotContain("\tat ", "Exception");
    return ran;
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** A snapshot whose header promises so many records more than there are. */
  private static String text(int version, int more) {
    ApiObject room = Manifests.readObject(Kind.NAMESPACE, "{\"metadata\":{\"name\":\"default\"}}");
    ApiObject app = Defaults.apply(Manifests.readObject(Kind.APP, APP));
    TreeMap<String, Quantity> capacity = new TreeMap<>();
    capacity.put("cpu", Quantity.parse("2"));
    capacity.put("memory", Quantity.parse("4Gi"));
    Instant taken = Instant.parse("2026-01-01T00:00:00Z");
    Registration agent =
        new Registration(
            "a1", "u-a1", "a1", "", "1", capacity, "31000-31009", new TreeMap<>(Map.of()));
    List<String> records =
        List.of(
            line("/meso/spec/namespaces/default", room),
            line("/meso/spec/apps/default/web", app),
            line("/meso/registrations/a1", agent),
            line("/meso/alive/a1", new Alive("a1", "u-a1", "s1", "b1", taken)));
    SnapshotHeader header =
        new SnapshotHeader(
            SnapshotHeader.FORMAT, version, "/meso", 77, taken, "9.9", records.size() + more);
    return Json.write(header) + "\n" + String.join("\n", records) + "\n";
  }

  private static String line(String key, Object value) {
    return Json.write(new SnapshotRecord(key, 5, 7, Json.write(value)));
  }
}
