package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches: where they begin, what they say, how they end. */
final class WatchTest {
  private TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(ApiLimits limits) {
    server.close();
    server = TestServer.start(limits);
  }

  @Test
  void withoutARevisionBeginsWithWhatIsThere() {
    server.post(APPS, app("a", 1));
    server.post(APPS, app("b", 1));
    try (WatchReader watch = server.watch(APPS + "?watch=true")) {
      assertThat(watch.next()).hasToString("ADDED a");
      assertThat(watch.next()).hasToString("ADDED b");
      server.patch(APPS + "/a", "{\"spec\":{\"replicas\":2}}");
      WatchReader.Event changed = watch.next();
      assertThat(changed).hasToString("MODIFIED a");
      assertThat(changed.object().at("/spec/replicas").asInt()).isEqualTo(2);
      server.commit(server.remove(server.spec(Kind.APP, "default", "a")));
      WatchReader.Event gone = watch.next();
      assertThat(gone).hasToString("DELETED a");
      assertThat(gone.revision()).isGreaterThan(changed.revision());
      assertThat(gone.object().at("/spec/replicas").asInt()).isEqualTo(2);
    }
  }

  @Test
  void fromAListNothingIsMissedAndNothingRepeated() {
    server.post(APPS, app("a", 1));
    Answer list = server.get(APPS);
    assertThat(list.at("kind")).isEqualTo("AppList");
    assertThat(list.json().at("/items")).hasSize(1);
    server.post(APPS, app("b", 1));
    server.post(APPS, app("c", 1));
    try (WatchReader watch = server.watch(APPS + "?watch=1&resourceVersion=" + list.revision())) {
      WatchReader.Event b = watch.next();
      assertThat(b).hasToString("ADDED b");
      assertThat(watch.next()).hasToString("ADDED c");
      try (WatchReader resumed =
          server.watch(APPS + "?watch=True&resourceVersion=" + b.revision())) {
        assertThat(resumed.next()).hasToString("ADDED c");
      }
    }
  }

  @Test
  void specAndStatusOfOneRevisionAreOneEvent() {
    Answer made = server.post(APPS, app("both", 1));
    App stored = server.stored(App.class, server.spec(Kind.APP, "default", "both"));
    ObjectMeta meta =
        ObjectMeta.named("default", "both").toBuilder().uid(made.at("metadata.uid")).build();
    AppStatus status = new AppStatus("Running", 1L, 1, 1, 1, "r", List.of(), List.of());
    try (WatchReader watch =
        server.watch(APPS + "?watch=true&resourceVersion=" + made.revision())) {
      long revision =
          server.commit(
              server.put(
                  server.spec(Kind.APP, "default", "both"),
                  stored.withMetadata(stored.metadata().toBuilder().generation(2L).build())),
              server.put(server.status(Kind.APP, "default", "both"), App.of(meta, null, status)));
      WatchReader.Event event = watch.next();
      assertThat(event).hasToString("MODIFIED both");
      assertThat(event.revision()).isEqualTo(revision);
      assertThat(event.object().at("/status/phase").asString()).isEqualTo("Running");
      assertThat(event.object().at("/metadata/generation").asLong()).isEqualTo(2);
      server.post(APPS, app("next", 1));
      assertThat(watch.next()).hasToString("ADDED next");
    }
  }

  @Test
  void objectsThatEnterAndLeaveASelectionAreAddedAndDeleted() {
    server.post(APPS, app("a", 1, ",\"labels\":{\"tier\":\"web\"}"));
    Answer other = server.post(APPS, app("b", 1));
    try (WatchReader watch =
        server.watch(
            APPS + "?watch=true&labelSelector=tier%3Dweb&resourceVersion=" + other.revision())) {
      server.patch(APPS + "/b", "{\"metadata\":{\"labels\":{\"tier\":\"web\"}}}");
      assertThat(watch.next()).hasToString("ADDED b");
      server.patch(APPS + "/b", "{\"spec\":{\"replicas\":3}}");
      assertThat(watch.next()).hasToString("MODIFIED b");
      long left =
          server.patch(APPS + "/b", "{\"metadata\":{\"labels\":{\"tier\":null}}}").revision();
      WatchReader.Event gone = watch.next();
      assertThat(gone).hasToString("DELETED b");
      assertThat(gone.revision()).isEqualTo(left);
      assertThat(gone.object().at("/metadata/labels/tier").asString()).isEqualTo("web");
    }
    try (WatchReader one =
        server.watch(APPS + "?watch=true&fieldSelector=metadata.name%3Da&resourceVersion=0")) {
      assertThat(one.next()).hasToString("ADDED a");
    }
  }

  @Test
  void eventsThatDoNotConcernAWatcherNeitherCutItOffNorHoldItsBookmarkBack() {
    restart(ApiLimits.standard().withHistoryEvents(4).withHeartbeat(Duration.ofMillis(200)));
    long from = server.post(APPS, app("a", 1, ",\"labels\":{\"tier\":\"web\"}")).revision();
    server.post(APPS, app("b", 1));
    try (WatchReader watch =
        server.watch(
            APPS
                + "?watch=true&allowWatchBookmarks=true&labelSelector=tier%3Dweb&resourceVersion="
                + from)) {
      long last = 0;
      for (int i = 2; i < 20; i++) {
        last = server.patch(APPS + "/b", "{\"spec\":{\"replicas\":" + i + "}}").revision();
      }
      WatchReader.Event event = watch.next();
      while (event.revision() < last) {
        assertThat(event.type()).isEqualTo("BOOKMARK");
        event = watch.next();
      }
      server.patch(APPS + "/a", "{\"spec\":{\"replicas\":2}}");
      while (event.type().equals("BOOKMARK")) {
        event = watch.next();
      }
      assertThat(event).hasToString("MODIFIED a");
    }
  }

  @Test
  void aRevisionOlderThanTheHistoryIsExpired() {
    restart(ApiLimits.standard().withHistoryEvents(3));
    long first = server.post(APPS, app("a", 1)).revision();
    for (int i = 2; i < 7; i++) {
      server.patch(APPS + "/a", "{\"spec\":{\"replicas\":" + i + "}}");
    }
    try (WatchReader watch = server.watch(APPS + "?watch=true&resourceVersion=" + first)) {
      WatchReader.Event error = watch.next();
      assertThat(error.type()).isEqualTo("ERROR");
      assertThat(error.object().at("/code").asInt()).isEqualTo(410);
      assertThat(error.object().at("/reason").asString()).isEqualTo("Expired");
      assertThat(watch.poll()).isEmpty();
    }
  }

  @Test
  void aWatcherThatDoesNotReadIsCutOff() {
    restart(ApiLimits.standard().withHistoryEvents(8));
    String big = ",\"annotations\":{\"big\":\"" + "x".repeat(200_000) + "\"}";
    long from = server.post(APPS, app("a", 1, big)).revision();
    HttpResponse<InputStream> slow = server.open(APPS + "?watch=true&resourceVersion=" + from);
    // Written until the server can write no more and its history has gone on without the watcher.
    for (int i = 2; i < 120; i++) {
      assertThat(server.patch(APPS + "/a", "{\"spec\":{\"replicas\":" + i + "}}").code())
          .isEqualTo(200);
    }
    try (WatchReader watch = new WatchReader(slow)) {
      WatchReader.Event event = watch.next();
      int events = 0;
      while (event.type().equals("MODIFIED")) {
        events++;
        event = watch.next();
      }
      assertThat(event.type()).isEqualTo("ERROR");
      assertThat(event.object().at("/code").asInt()).isEqualTo(410);
      assertThat(events).isLessThan(118);
    }
    assertThat(server.get("/metrics").body()).contains("meso_api_watchers_cut_off_total 1\n");
  }

  @Test
  void bookmarksComeWhenAskedForAndTheWatchEndsInTime() {
    restart(ApiLimits.standard().withHeartbeat(Duration.ofMillis(100)));
    server.post(APPS, app("a", 1));
    try (WatchReader watch =
        server.watch(APPS + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=1")) {
      assertThat(watch.next()).hasToString("ADDED a");
      WatchReader.Event bookmark = watch.next();
      assertThat(bookmark.type()).isEqualTo("BOOKMARK");
      assertThat(bookmark.object().at("/kind").asString()).isEqualTo("App");
      assertThat(bookmark.object().at("/apiVersion").asString()).isEqualTo("meso.dev/v1");
      assertThat(bookmark.revision()).isPositive();
      while (watch.poll().isPresent()) {
        // Bookmarks until the second is over; the end comes without an error.
      }
    }
  }

  @Test
  void aQuietWatchWithoutBookmarksIsKeptAliveByWhiteSpace() {
    restart(ApiLimits.standard().withHeartbeat(Duration.ofMillis(50)));
    Answer list = server.get(APPS);
    try (WatchReader watch =
        server.watch(APPS + "?watch=true&resourceVersion=" + list.revision())) {
      assertThat(watch.raw()).isEqualTo(' ');
      server.post(APPS, app("a", 1));
      assertThat(watch.next()).hasToString("ADDED a");
    }
  }

  @Test
  void initialEventsCanBeStreamedAndTheirEndIsMarked() {
    server.post(APPS, app("a", 1));
    try (WatchReader watch =
        server.watch(
            APPS
                + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan")) {
      assertThat(watch.next()).hasToString("ADDED a");
      WatchReader.Event end = watch.next();
      assertThat(end.type()).isEqualTo("BOOKMARK");
      assertThat(end.object().at("/metadata/annotations").toString())
          .isEqualTo("{\"k8s.io/initial-events-end\":\"true\"}");
    }
    assertThat(server.get(APPS + "?watch=true&sendInitialEvents=true").code()).isEqualTo(422);
  }

  @Test
  void aClientThatLeavesGivesItsPlaceBack() {
    WatchReader watch = server.watch(APPS + "?watch=true");
    TestServer.until("runs", () -> server.get("/metrics").body().contains("meso_api_watchers 1\n"));
    watch.close();
    TestServer.until(
        "ended",
        () -> {
          String metrics = server.get("/metrics").body();
          return metrics.contains("meso_api_watchers 0\n")
              && metrics.contains("meso_api_inflight_requests{lane=\"stream\"} 0\n");
        });
  }
}
