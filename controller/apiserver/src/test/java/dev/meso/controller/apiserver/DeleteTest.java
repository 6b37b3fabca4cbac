package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.AGENTS;
import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.NAMESPACES;
import static dev.meso.controller.apiserver.TestServer.QUEUES;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.QueueStatus;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The end of objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeleteTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer deleteWith(String path, String body) {
    return server.send("DELETE", path, "application/json", body);
  }

  @Test
  void aQueueGoesAtOnceWithItsStatus() {
    Answer made =
        server.post(
            QUEUES,
            """
            {"apiVersion":"meso.dev/v1","kind":"Queue","metadata":{"name":"eng.web"},
             "spec":{"limit":{"cpu":"4"}}}
            """);
    assertThat(made.code()).isEqualTo(201);
    assertThat(made.at("spec.weight")).isEqualTo("1");
    assertThat(made.at("metadata.generation")).isEqualTo("1");
    Queue observed =
        Queue.of(
            new ObjectMeta.Builder().name("eng.web").uid(made.at("metadata.uid")).build(),
            null,
            new QueueStatus(1L, List.of()));
    Key.Status status = new Key.Status(Kind.QUEUE, null, "eng.web");
    server.commit(server.put(status, observed));
    TestServer.until(
        "the status",
        () -> server.get(QUEUES + "/eng.web").at("status.observedGeneration").equals("1"));

    Answer changed =
        server.send(
            "PATCH",
            QUEUES + "/eng.web",
            "application/merge-patch+json",
            "{\"spec\":{\"guarantee\":{\"cpu\":\"5\"}}}");
    assertThat(changed.code()).isEqualTo(422);
    assertThat(changed.message())
        .contains("spec.guarantee[cpu]: expected at most the limit of 4, found 5");

    assertThat(server.delete(QUEUES + "/eng.web").code()).isEqualTo(200);
    TestServer.until("its end", () -> server.get(QUEUES + "/eng.web").code() == 404);
    assertThat(server.entry(status)).isEmpty();
  }

  @Test
  void anAppIsMarkedUntilTheLeaderRemovesIt() {
    Answer made = server.post(APPS, app("ends", 1));
    Answer ending = deleteWith(APPS + "/ends", "{\"gracePeriodSeconds\":7}");
    assertThat(ending.code()).isEqualTo(200);
    assertThat(ending.at("kind")).isEqualTo("App");
    assertThat(ending.at("metadata.deletionTimestamp")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(ending.at("metadata.deletionGracePeriodSeconds")).isEqualTo("7");
    assertThat(ending.at("metadata.generation")).isEqualTo("1");

    Answer again = server.delete(APPS + "/ends");
    assertThat(again.code()).isEqualTo(200);
    assertThat(again.revision()).isEqualTo(ending.revision());
    assertThat(deleteWith(APPS + "/ends", "{\"gracePeriodSeconds\":30}").revision())
        .isEqualTo(ending.revision());
    assertThat(
            deleteWith(APPS + "/ends", "{\"gracePeriodSeconds\":1}")
                .at("metadata.deletionGracePeriodSeconds"))
        .isEqualTo("1");

    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "ends-0"),
            Owned.task("ends-0", "ends", made.at("metadata.uid"), 0, null)));
    TestServer.until("task", () -> server.get(TASKS + "/ends-0").code() == 200);
    Answer refused = server.post(APPS, app("ends", 1));
    assertThat(refused.reason()).isEqualTo("AlreadyExists");
    assertThat(refused.message())
        .isEqualTo(
            "apps.meso.dev \"ends\" already exists: it is being deleted since"
                + " 2026-01-02T03:04:05Z and waits for 1 task to end: ends-0; try again when it is"
                + " gone");

    server.commit(
        server.remove(server.spec(Kind.APP, "default", "ends")),
        server.remove(server.status(Kind.TASK, "default", "ends-0")));
    TestServer.until("gone", () -> server.get(APPS + "/ends").code() == 404);
    Answer fresh = server.post(APPS, app("ends", 1));
    assertThat(fresh.code()).isEqualTo(201);
    assertThat(fresh.at("metadata.uid")).isNotEqualTo(made.at("metadata.uid"));
    assertThat(server.delete(APPS + "/never").code()).isEqualTo(404);
  }

  @Test
  void preconditionsAreHonoured() {
    Answer made = server.post(TASKS, task("guarded"));
    String uid = made.at("metadata.uid");
    Answer other = deleteWith(TASKS + "/guarded", "{\"preconditions\":{\"uid\":\"00000000\"}}");
    assertThat(other.reason()).isEqualTo("Conflict");
    Answer stale =
        deleteWith(TASKS + "/guarded", "{\"preconditions\":{\"resourceVersion\":\"1\"}}");
    assertThat(stale.reason()).isEqualTo("Conflict");
    Answer right =
        deleteWith(
            TASKS + "/guarded",
            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\","
                + "\"preconditions\":{\"uid\":\""
                + uid
                + "\",\"resourceVersion\":\""
                + made.revision()
                + "\"}}");
    assertThat(right.code()).as(right.body()).isEqualTo(200);
    assertThat(server.stored(Task.class, server.spec(Kind.TASK, "default", "guarded")).spec())
        .isNotNull();
  }

  @Test
  void aNamespaceGoesWithAllThatIsInIt() {
    server.post(
        NAMESPACES,
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"room\"}}");
    String apps = "/apis/meso.dev/v1/namespaces/room/apps";
    for (int i = 0; i < 7; i++) {
      server.post(apps, app("a" + i, 1));
    }
    Answer full = server.delete(NAMESPACES + "/room");
    assertThat(full.code()).isEqualTo(200);
    assertThat(full.at("status.phase")).isEqualTo("Terminating");
    for (int i = 0; i < 7; i++) {
      String app = apps + "/a" + i;
      TestServer.until(
          "asked to end", () -> !server.get(app).at("metadata.deletionTimestamp").isEmpty());
    }
    // The leader removes what has ended.
    for (int i = 0; i < 7; i++) {
      assertThat(server.get(NAMESPACES + "/room").code()).isEqualTo(200);
      server.commit(server.remove(server.spec(Kind.APP, "room", "a" + i)));
    }
    TestServer.until("gone", () -> server.get(NAMESPACES + "/room").code() == 404);
    assertThat(server.post(apps, app("late", 1)).code()).isEqualTo(404);
    assertThat(server.delete(NAMESPACES + "/default").code()).isEqualTo(403);
  }

  @Test
  void nothingIsCreatedInANamespaceThatIsBeingDeleted() {
    server.post(
        NAMESPACES,
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"closing\"}}");
    server.post("/apis/meso.dev/v1/namespaces/closing/apps", app("holds", 1));
    var key = server.spec(Kind.NAMESPACE, null, "closing");
    var stored = server.stored(dev.meso.api.kind.Namespace.class, key);
    server.commit(
        server.put(
            key,
            stored.withMetadata(
                stored.metadata().toBuilder().deletionTimestamp(TestServer.CLOCK).build())));
    TestServer.until(
        "terminating",
        () -> server.get(NAMESPACES + "/closing").at("status.phase").equals("Terminating"));
    Answer refused = server.post("/apis/meso.dev/v1/namespaces/closing/apps", app("a", 1));
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.at("details.causes.0.reason")).isEqualTo("NamespaceTerminating");
    // A mark that a server left which died: this one goes on.
    server.commit(server.remove(server.spec(Kind.APP, "closing", "holds")));
    TestServer.until("gone", () -> server.get(NAMESPACES + "/closing").code() == 404);
  }

  @Test
  void agentsAreNotDeletedOrCreatedByUsers() {
    assertThat(server.delete(AGENTS + "/a1").code()).isEqualTo(405);
    assertThat(
            server
                .post(
                    AGENTS,
                    "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\"}}")
                .code())
        .isEqualTo(405);
  }

  @Test
  void orphansCannotBeAskedFor() {
    server.post(APPS, app("parent", 1));
    assertThat(deleteWith(APPS + "/parent", "{\"propagationPolicy\":\"Orphan\"}").code())
        .isEqualTo(422);
    assertThat(server.delete(APPS + "/parent?propagationPolicy=Foreground").code()).isEqualTo(200);
  }
}
