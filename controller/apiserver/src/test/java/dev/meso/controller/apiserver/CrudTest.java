package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.JOBS;
import static dev.meso.controller.apiserver.TestServer.NAMESPACES;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Creating, reading, replacing, patching: codes, metadata and revisions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrudTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void createFillsInWhatTheServerOwns() {
    Answer made =
        server.post(
            APPS,
            app(
                "made",
                2,
                ",\"uid\":\"mine\",\"generation\":7,\"creationTimestamp\":null,"
                    + "\"deletionTimestamp\":\"2020-01-01T00:00:00Z\","
                    + "\"finalizers\":[\"meso.dev/tasks\"],"
                    + "\"managedFields\":[{\"manager\":\"x\"}],\"labels\":{\"a\":\"b\"}"));
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    assertThat(made.at("metadata.uid")).isNotEqualTo("mine").hasSize(36);
    assertThat(made.at("metadata.generation")).isEqualTo("1");
    assertThat(made.at("metadata.creationTimestamp")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(made.at("metadata.namespace")).isEqualTo("default");
    assertThat(made.body()).doesNotContain("deletionTimestamp", "finalizers", "managedFields");
    assertThat(made.at("spec.replicas")).isEqualTo("2");
    Answer read = server.get(APPS + "/made");
    assertThat(read.code()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(made.json());
    String value = server.entry(server.spec(Kind.APP, "default", "made")).orElseThrow().value();
    assertThat(value).doesNotContain("resourceVersion", "\"status\"");
  }

  @Test
  void aNameIsTakenOnce() {
    assertThat(server.post(APPS, app("taken", 1)).code()).isEqualTo(201);
    Answer again = server.post(APPS, app("taken", 1));
    assertThat(again.code()).isEqualTo(409);
    assertThat(again.reason()).isEqualTo("AlreadyExists");
    assertThat(again.message()).isEqualTo("apps.meso.dev \"taken\" already exists");
    assertThat(again.at("details.name")).isEqualTo("taken");
    assertThat(again.at("details.kind")).isEqualTo("apps");
    assertThat(again.at("details.group")).isEqualTo("meso.dev");
  }

  @Test
  void namesAreGeneratedFromAPrefix() {
    String body = app("x", 1).replace("\"name\":\"x\"", "\"generateName\":\"run-\"");
    Answer one = server.post(APPS, body);
    Answer two = server.post(APPS, body);
    assertThat(one.code()).as(one.body()).isEqualTo(201);
    assertThat(one.at("metadata.name")).startsWith("run-").hasSize(9);
    assertThat(two.at("metadata.name")).isNotEqualTo(one.at("metadata.name"));
  }

  @Test
  void yamlIsReadToo() {
    Answer made =
        server.send(
            "POST",
            TASKS,
            "application/yaml",
            """
            apiVersion: meso.dev/v1
            kind: Task
            metadata: {name: from-yaml}
            spec:
              containers:
                - name: main
                  command: [echo, hello]
            """);
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    assertThat(made.at("spec.containers.0.command.1")).isEqualTo("hello");
  }

  @Test
  void dryRunWritesNothing() {
    Answer tried = server.post(APPS + "?dryRun=All", app("dry", 1));
    assertThat(tried.code()).isEqualTo(201);
    assertThat(tried.at("spec.template.spec.restartPolicy")).isEqualTo("Always");
    assertThat(tried.body()).doesNotContain("resourceVersion");
    assertThat(server.get(APPS + "/dry").code()).isEqualTo(404);

    long revision = server.post(APPS, app("dry", 1)).revision();
    Answer patched = server.patch(APPS + "/dry?dryRun=All", "{\"spec\":{\"replicas\":5}}");
    assertThat(patched.at("spec.replicas")).isEqualTo("5");
    assertThat(patched.at("metadata.generation")).isEqualTo("2");
    assertThat(server.delete(APPS + "/dry?dryRun=All").code()).isEqualTo(200);
    assertThat(server.get(APPS + "/dry").revision()).isEqualTo(revision);
    assertThat(server.post(APPS + "?dryRun=All", app("dry", 1)).code()).isEqualTo(409);
  }

  @Test
  void replaceWithAnOldRevisionIsAConflict() {
    Answer made = server.post(APPS, app("locked", 1));
    String old = made.body().replace("\"replicas\":1", "\"replicas\":2");
    Answer first = server.put(APPS + "/locked", old);
    assertThat(first.code()).as(first.body()).isEqualTo(200);
    assertThat(first.at("metadata.generation")).isEqualTo("2");
    assertThat(first.at("metadata.uid")).isEqualTo(made.at("metadata.uid"));
    assertThat(first.revision()).isGreaterThan(made.revision());
    Answer second = server.put(APPS + "/locked", old.replace("\"replicas\":2", "\"replicas\":3"));
    assertThat(second.code()).isEqualTo(409);
    assertThat(second.reason()).isEqualTo("Conflict");
    assertThat(server.get(APPS + "/locked").at("spec.replicas")).isEqualTo("2");
  }

  @Test
  void replaceWithoutARevisionIsUnconditional() {
    server.post(APPS, app("free", 1));
    assertThat(server.put(APPS + "/free", app("free", 4)).at("spec.replicas")).isEqualTo("4");
  }

  @Test
  void replaceOfARecreatedObjectIsRefusedByUidAndByRevision() {
    Answer made = server.post(APPS, app("again", 1));
    server.commit(server.remove(server.spec(Kind.APP, "default", "again")));
    TestServer.until("gone", () -> server.get(APPS + "/again").code() == 404);
    assertThat(server.put(APPS + "/again", made.body()).code()).isEqualTo(404);
    Answer other = server.post(APPS, app("again", 1));
    assertThat(server.put(APPS + "/again", made.body()).reason()).isEqualTo("Conflict");
    String byUid = app("again", 3, ",\"uid\":\"" + made.at("metadata.uid") + "\"");
    assertThat(server.put(APPS + "/again", byUid).reason()).isEqualTo("Conflict");
    assertThat(server.get(APPS + "/again").revision()).isEqualTo(other.revision());
  }

  @Test
  void aRevisionFromTheFutureIsAConflict() {
    server.post(APPS, app("future", 1));
    Answer put =
        server.put(APPS + "/future", app("future", 3, ",\"resourceVersion\":\"99999999\""));
    assertThat(put.code()).as(put.body()).isEqualTo(409);
  }

  @Test
  void generationCountsChangesOfTheSpecOnly() {
    server.post(APPS, app("gen", 1));
    Answer labelled = server.patch(APPS + "/gen", "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
    assertThat(labelled.at("metadata.generation")).isEqualTo("1");
    assertThat(labelled.at("metadata.labels.x")).isEqualTo("y");
    Answer scaled = server.patch(APPS + "/gen", "{\"spec\":{\"replicas\":3}}");
    assertThat(scaled.at("metadata.generation")).isEqualTo("2");
    // A default that is left out is no change.
    Answer same = server.put(APPS + "/gen", app("gen", 3, ",\"labels\":{\"x\":\"y\"}"));
    assertThat(same.at("metadata.generation")).isEqualTo("2");
    assertThat(same.revision()).isEqualTo(scaled.revision());
  }

  @Test
  void writingTheSameIsNoNewRevision() {
    Answer made = server.post(APPS, app("same", 1));
    assertThat(server.put(APPS + "/same", made.body()).revision()).isEqualTo(made.revision());
    assertThat(server.patch(APPS + "/same", "{}").revision()).isEqualTo(made.revision());
  }

  @Test
  void mergePatchFollowsTheRfc() {
    server.post(APPS, app("patched", 1, ",\"labels\":{\"a\":\"1\",\"b\":\"2\"}"));
    Answer patched =
        server.patch(
            APPS + "/patched",
            "{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"3\"}},\"spec\":{\"template\":{\"spec\":"
                + "{\"containers\":[{\"name\":\"other\",\"command\":[\"true\"]}]}}}}");
    assertThat(patched.code()).as(patched.body()).isEqualTo(200);
    assertThat(patched.json().at("/metadata/labels").toString())
        .isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
    assertThat(patched.json().at("/spec/template/spec/containers")).hasSize(1);
    assertThat(patched.at("spec.template.spec.containers.0.name")).isEqualTo("other");
    Answer stale =
        server.patch(
            APPS + "/patched",
            "{\"metadata\":{\"resourceVersion\":\"1\"},\"spec\":{\"replicas\":9}}");
    assertThat(stale.reason()).isEqualTo("Conflict");
  }

  @Test
  void statusFromClientsIsIgnored() {
    Answer made =
        server.post(
            APPS,
            app("observed", 1).stripTrailing().replaceAll("}$", ",\"status\":{\"replicas\":9}}"));
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).doesNotContain("\"status\"");
    Answer patched = server.patch(APPS + "/observed", "{\"status\":{\"replicas\":9}}");
    assertThat(patched.code()).as(patched.body()).isEqualTo(200);
    assertThat(patched.revision()).isEqualTo(made.revision());
  }

  @Test
  void whatANewerVersionStoredSurvivesAReplace() {
    server.post(APPS, app("newer", 1));
    String value = server.entry(server.spec(Kind.APP, "default", "newer")).orElseThrow().value();
    server.commit(
        new dev.meso.store.port.Txn.Write.Put(
            server.keyspace.text(server.spec(Kind.APP, "default", "newer")),
            value.replace("\"replicas\":1", "\"replicas\":1,\"fromTheFuture\":true")));
    assertThat(server.put(APPS + "/newer", app("newer", 2)).at("spec.replicas")).isEqualTo("2");
    assertThat(server.entry(server.spec(Kind.APP, "default", "newer")).orElseThrow().value())
        .contains("\"fromTheFuture\":true");
    assertThat(
            server
                .stored(App.class, server.spec(Kind.APP, "default", "newer"))
                .metadata()
                .generation())
        .isEqualTo(2);
  }

  @Test
  void tasksAndJobTemplatesDoNotChange() {
    server.post(TASKS, task("fixed"));
    Answer changed =
        server.patch(TASKS + "/fixed", "{\"spec\":{\"terminationGracePeriodSeconds\":77}}");
    assertThat(changed.code()).isEqualTo(422);
    assertThat(changed.at("details.causes.0.field")).isEqualTo("spec");
    assertThat(server.get(JOBS + "/none").reason()).isEqualTo("NotFound");
  }

  @Test
  void creatingNeedsANamespaceThatIsThere() {
    Answer made = server.post("/apis/meso.dev/v1/namespaces/nowhere/apps", app("a", 1));
    assertThat(made.code()).isEqualTo(404);
    assertThat(made.message()).isEqualTo("namespaces \"nowhere\" not found");
    assertThat(server.get("/apis/meso.dev/v1/namespaces/nowhere/apps").code()).isEqualTo(200);
  }

  @Test
  void namespacesAreObjectsToo() {
    Answer made =
        server.post(
            NAMESPACES,
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"team\"}}");
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    assertThat(made.at("status.phase")).isEqualTo("Active");
    assertThat(server.post("/apis/meso.dev/v1/namespaces/team/apps", app("a", 1)).code())
        .isEqualTo(201);
    assertThat(server.get(NAMESPACES + "/default").at("apiVersion")).isEqualTo("v1");
  }
}
