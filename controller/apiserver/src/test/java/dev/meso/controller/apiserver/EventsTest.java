package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Events follow from what the status of objects remembers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsTest {
  private static final String EVENTS = "/api/v1/namespaces/default/events";
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
    String uid = server.post(APPS, app("web", 1)).at("metadata.uid");
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "web-0"),
            Owned.task("web-0", "web", uid, 1, "a1")));
    TestServer.until(
        "seen", () -> server.get("/api/v1/namespaces/default/pods/web-0").code() == 200);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aTasksPhasesAreEventsOfTheTask() {
    Answer events = server.get(EVENTS + "?fieldSelector=involvedObject.name%3Dweb-0");
    assertThat(events.at("kind")).isEqualTo("EventList");
    assertThat(events.at("items.0.reason")).isEqualTo("Running");
    assertThat(events.at("items.0.type")).isEqualTo("Normal");
    assertThat(events.at("items.0.involvedObject.kind")).isEqualTo("Task");
    assertThat(events.at("items.0.message")).isEqualTo("Attempt 1 is Running on agent a1");
  }

  @Test
  void whoAsksForAPodsEventsGetsThoseOfItsTask() {
    String uid = server.get("/api/v1/namespaces/default/pods/web-0").at("metadata.uid");
    Answer events =
        server.get(
            EVENTS
                + "?fieldSelector=involvedObject.kind%3DPod,involvedObject.uid%3D"
                + uid
                + ",involvedObject.namespace%3Ddefault");
    assertThat(events.at("items.0.involvedObject.kind")).isEqualTo("Pod");
    assertThat(server.get(EVENTS + "?fieldSelector=involvedObject.uid%3Dx").json().get("items"))
        .isEmpty();
  }

  @Test
  void theyAreATableForPeople() {
    Answer table =
        server.send(
            server
                .request("/api/v1/events")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .GET());
    assertThat(table.at("kind")).isEqualTo("Table");
    assertThat(table.json().at("/rows/0/cells/3").asString()).isEqualTo("task/web-0");
  }

  @Test
  void theyAreNeitherWrittenNorWatched() {
    assertThat(server.post(EVENTS, "{}").code()).isEqualTo(405);
    assertThat(server.get(EVENTS + "?watch=true").code()).isEqualTo(405);
    assertThat(server.get(EVENTS + "?fieldSelector=nothing%3D1").code()).isEqualTo(400);
    assertThat(server.get("/api/v1/namespaces/A_b/events").code()).isEqualTo(400);
  }
}
