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
                .request("/api/v1/events?fieldSelector=involvedObject.name%3Dweb-0")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .GET());
    assertThat(table.at("kind")).isEqualTo("Table");
    assertThat(table.json().at("/rows/0/cells/3").asString()).isEqualTo("task/web-0");
  }

  @Test
  void theyAreNotWritten() {
    assertThat(server.post(EVENTS, "{}").code()).isEqualTo(405);
    assertThat(server.get(EVENTS + "?fieldSelector=nothing%3D1").code()).isEqualTo(400);
    assertThat(server.get("/api/v1/namespaces/A_b/events").code()).isEqualTo(400);
  }

  /** The leader's record of a task with one phase in its history, or with none. */
  private long task(String name, boolean runs) {
    return server.commit(
        server.put(
            server.status(Kind.TASK, "default", name),
            Owned.task(name, "web", "u", 1, runs ? "a1" : null)));
  }

  @Test
  void aWatchTellsWhatIsNewAndWhatIsForgotten() {
    String about = "&fieldSelector=involvedObject.name%3Dseen-0";
    String from = server.get(EVENTS).at("metadata.resourceVersion");
    try (WatchReader watch = server.watch(EVENTS + "?watch=true&resourceVersion=" + from + about)) {
      long other = task("other-0", true);
      long pending = task("seen-0", false);
      long running = task("seen-0", true);
      assertThat(other).isLessThan(pending);
      WatchReader.Event added = watch.next();
      assertThat(added.type()).isEqualTo("ADDED");
      assertThat(added.object().at("/involvedObject/name").asString()).isEqualTo("seen-0");
      assertThat(added.revision()).isEqualTo(running);

      long again = task("seen-0", true);
      long gone = server.commit(server.remove(server.status(Kind.TASK, "default", "seen-0")));
      WatchReader.Event deleted = watch.next();
      assertThat(deleted.type()).isEqualTo("DELETED");
      assertThat(deleted.name()).isEqualTo(added.name());
      assertThat(deleted.revision()).isEqualTo(gone).isGreaterThan(again);
    }
  }

  @Test
  void aWatchGoesOnBehindTheRevisionOfAList() {
    long first = task("on-0", true);
    long second = task("on-1", true);
    TestServer.until("seen", () -> server.get(EVENTS).body().contains("\"on-1\""));
    String about = "&fieldSelector=reason%3DRunning";
    try (WatchReader watch =
        server.watch(EVENTS + "?watch=true&timeoutSeconds=1&resourceVersion=" + first + about)) {
      WatchReader.Event event = watch.next();
      assertThat(event.object().at("/involvedObject/name").asString()).isEqualTo("on-1");
      assertThat(event.revision()).isEqualTo(second);
    }
  }

  @Test
  void aWatchMayBeginWithWhatThereIs() {
    try (WatchReader watch =
        server.watch(
            EVENTS
                + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan"
                + "&fieldSelector=involvedObject.name%3Dweb-0")) {
      assertThat(watch.next().type()).isEqualTo("ADDED");
      WatchReader.Event bookmark = watch.next();
      assertThat(bookmark.type()).isEqualTo("BOOKMARK");
      assertThat(bookmark.object().at("/kind").asString()).isEqualTo("Event");
      assertThat(bookmark.object().at("/metadata/annotations").toString())
          .contains("initial-events-end");
    }
  }

  @Test
  void aWatchOfPodsTellsOfPods() {
    try (WatchReader watch =
        server.watch(
            EVENTS
                + "?watch=true&fieldSelector=involvedObject.kind%3DPod,"
                + "involvedObject.name%3Dweb-0")) {
      assertThat(watch.next().object().at("/involvedObject/kind").asString()).isEqualTo("Pod");
    }
  }

  @Test
  void whoAsksForWhatIsNotKeptListsAgain() {
    try (TestServer small = TestServer.start(ApiLimits.standard().withHistoryEvents(2))) {
      String from = small.get(EVENTS).at("metadata.resourceVersion");
      for (int i = 0; i < 4; i++) {
        small.post(APPS, app("a" + i, 0));
      }
      TestServer.until("seen", () -> small.get(APPS + "/a3").code() == 200);
      try (WatchReader watch = small.watch(EVENTS + "?watch=true&resourceVersion=" + from)) {
        WatchReader.Event error = watch.next();
        assertThat(error.type()).isEqualTo("ERROR");
        assertThat(error.object().path("code").asInt()).isEqualTo(410);
        assertThat(watch.poll()).isEmpty();
      }
    }
  }
}
