package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ApplyTest {
  private static final String WEB =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata:
        name: web
        labels: {a: one, b: two}
      spec:
        replicas: 2
        template:
          spec:
            containers:
              - name: main
                command: [sleep, "1"]
      """;
  private static final String WORDS =
      """
      apiVersion: meso.dev/v1
      kind: Job
      metadata: {name: words}
      spec:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, command: ["true"]}]
      """;

  @TempDir Path dir;
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void createsThenLeavesAloneThenChanges() throws IOException {
    Path file = Files.writeString(dir.resolve("web.yaml"), WEB);
    assertThat(apply(file)).isEqualTo(new Ran(0, "app/web created\n", ""));
    assertThat(apply(file)).isEqualTo(new Ran(0, "app/web unchanged\n", ""));
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 5"));
    assertThat(apply(file)).isEqualTo(new Ran(0, "app/web configured\n", ""));
    assertThat(Trees.number(web(), "spec.replicas", 0)).isEqualTo(5);
  }

  @Test
  void whatOthersSetSurvivesAndWhatTheFileDroppedGoes() throws IOException {
    Path file = Files.writeString(dir.resolve("web.yaml"), WEB);
    apply(file);
    ObjectNode live = web();
    live.withObjectProperty("metadata").withObjectProperty("labels").put("c", "three");
    live.withObjectProperty("spec").put("paused", true);
    Files.writeString(file, WEB.replace("{a: one, b: two}", "{a: four}"));
    assertThat(apply(file).out()).isEqualTo("app/web configured\n");
    assertThat(Trees.compact(Trees.at(web(), "metadata.labels")))
        .isEqualTo("{\"a\":\"four\",\"c\":\"three\"}");
    assertThat(Trees.text(web(), "spec.paused")).isEqualTo("true");
  }

  @Test
  void valuesThatTheFileDoesNotNameAreNotTouched() throws IOException {
    Path file = Files.writeString(dir.resolve("web.yaml"), WEB.replace("  replicas: 2\n", ""));
    apply(file);
    web().withObjectProperty("spec").put("replicas", 7);
    assertThat(apply(file).out()).isEqualTo("app/web unchanged\n");
    assertThat(Trees.number(web(), "spec.replicas", 0)).isEqualTo(7);
  }

  @Test
  void aMistakeInTheLastFileIsFoundBeforeTheFirstIsSent() throws IOException {
    Files.writeString(dir.resolve("a.yaml"), WEB);
    Files.writeString(dir.resolve("b.yaml"), WORDS.replace("template:", "tmplate:"));
    Ran ran = apply(dir);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("b.yaml", "tmplate", "template", "Nothing was sent");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void rulesBetweenFieldsAreCheckedHereToo() throws IOException {
    Path file =
        Files.writeString(dir.resolve("web.yaml"), WEB.replace("replicas: 2", "replicas: -1"));
    Ran ran = apply(file);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("app/web", "spec.replicas");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void directoriesAreReadInOrderAndBelowOnlyWhenAsked() throws IOException {
    Files.writeString(dir.resolve("2.yml"), WORDS);
    Files.writeString(dir.resolve("notes.txt"), "no manifest");
    Files.createDirectory(dir.resolve("1"));
    Files.writeString(dir.resolve("1/web.yaml"), WEB);
    assertThat(apply(dir).out()).isEqualTo("job/words created\n");
    assertThat(Ran.meso(server, "apply", "-R", "-f", dir.toString()).out())
        .isEqualTo("app/web created\njob/words unchanged\n");
  }

  @Test
  void severalDocumentsOfStandardInputWithNamespacesAndQueuesFirst() {
    String text =
        WORDS
            + "---\napiVersion: meso.dev/v1\nkind: Queue\nmetadata: {name: eng.web}\n"
            + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: prod}\n---\n"
            + WEB;
    Ran ran = Ran.withInput(server.url(), text, "apply", "-f", "-");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .isEqualTo(
            "namespace/prod created\nqueue/eng.web created\njob/words created\napp/web created\n");
  }

  @Test
  void dryRunSaysWhatWouldHappen() throws IOException {
    Path file = Files.writeString(dir.resolve("web.yaml"), WEB);
    assertThat(Ran.meso(server, "apply", "--dry-run", "-f", file.toString()).out())
        .isEqualTo("app/web created (dry run)\n");
    assertThat(server.objects).isEmpty();
  }

  @Test
  void aNamespaceThatContradictsTheOptionIsAMistake() {
    String text = WEB.replace("name: web", "name: web\n  namespace: prod");
    Ran ran = Ran.withInput(server.url(), text, "apply", "-n", "test", "-f", "-");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("metadata.namespace: expected test as -n says, found prod");
  }

  @Test
  void theSameNameTwiceIsAMistake() {
    Ran ran = Ran.withInput(server.url(), WEB + "---\n" + WEB, "apply", "-f", "-");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("app/web: named twice");
  }

  @Test
  void aNameThatIsStillBeingDeletedIsWaitedFor() {
    server.put(Kind.APP, "web", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");
    AtomicInteger looks = new AtomicInteger();
    server.on(
        "GET " + FakeServer.path(Kind.APP, "/web"),
        (s, _) -> {
          if (looks.incrementAndGet() == 3) {
            s.remove(Kind.APP, "web");
          }
          return false;
        });
    Ran ran = Ran.withInput(server.url(), WEB, "apply", "-f", "-");
    assertThat(ran.err()).contains("app/web of that name is still being deleted; waiting");
    assertThat(ran.out()).isEqualTo("app/web created\n");
  }

  @Test
  void waitingForTheOldOneEndsInTime() {
    server.put(Kind.APP, "web", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}");
    Ran ran = Ran.withInput(server.url(), WEB, "apply", "--timeout", "200ms", "-f", "-");
    assertThat(ran.code()).isEqualTo(124);
    assertThat(ran.err()).contains("it was not created anew");
  }

  @Test
  void aConflictIsTriedAgain() throws IOException {
    Path file = Files.writeString(dir.resolve("web.yaml"), WEB);
    apply(file);
    AtomicInteger puts = new AtomicInteger();
    server.on(
        "PUT ",
        (s, exchange) -> {
          if (puts.incrementAndGet() > 1) {
            return false;
          }
          s.put(Kind.APP, "web", Trees.compact(web()));
          return FakeServer.status(exchange, 409, "the object has changed");
        });
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 3"));
    assertThat(apply(file).out()).isEqualTo("app/web configured\n");
    assertThat(puts.get()).isEqualTo(2);
  }

  @Test
  void refusalsNameTheFieldAndTheOthersAreApplied() {
    server.on(
        "POST " + FakeServer.path(Kind.APP, ""),
        (_, exchange) ->
            FakeServer.answer(
                exchange,
                422,
                """
                {"kind":"Status","message":"App is invalid","details":{"causes":[
                 {"field":"spec.replicas","message":"expected at most 3"}]}}
                """));
    Ran ran = Ran.withInput(server.url(), WEB + "---\n" + WORDS, "apply", "-f", "-");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "meso: Cannot create app/web: App is invalid\n  spec.replicas: expected at most 3\n");
    assertThat(ran.out()).isEqualTo("job/words created\n");
  }

  @Test
  void waitTellsProgressUntilReady() {
    AtomicInteger looks = new AtomicInteger();
    server.on(
        "GET " + FakeServer.path(Kind.APP, "/web"),
        (s, _) -> {
          ObjectNode web = s.objects.get("apps/default/web");
          if (web != null) {
            ObjectNode status = web.withObjectProperty("status");
            int ready = Math.min(2, looks.getAndIncrement());
            status.put("observedGeneration", 1).put("readyReplicas", ready).put("replicas", 2);
            status.put("updatedReplicas", 2);
          }
          return false;
        });
    Ran ran = Ran.withInput(server.url(), WEB, "apply", "--wait", "-f", "-");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEqualTo("app/web  0/2 ready\napp/web  1/2 ready\napp/web  2/2 ready\n");
  }

  @Test
  void waitFailsWithTheReasonWhenAJobFails() {
    server.on(
        "GET " + FakeServer.path(Kind.JOB, "/words"),
        (s, exchange) -> {
          if (exchange.getRequestURI().getPath().endsWith("/explain")) {
            return FakeServer.answer(exchange, 200, "{\"summary\":\"6 attempts failed\"}");
          }
          ObjectNode job = s.objects.get("jobs/default/words");
          if (job != null) {
            job.withObjectProperty("status").put("phase", "Failed").put("observedGeneration", 1);
          }
          return false;
        });
    Ran ran = Ran.withInput(server.url(), WORDS, "apply", "--wait", "-f", "-");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("meso: job/words is not ready:\n", "6 attempts failed");
  }

  @Test
  void waitEndsInTime() {
    Ran ran = Ran.withInput(server.url(), WEB, "apply", "--wait", "--timeout", "150ms", "-f", "-");
    assertThat(ran.code()).isEqualTo(124);
    assertThat(ran.err()).contains("Not ready after", "app/web is not ready");
  }

  private Ran apply(Path file) {
    return Ran.meso(server, "apply", "-f", file.toString());
  }

  private ObjectNode web() {
    return server.stored("apps/default/web");
  }
}
