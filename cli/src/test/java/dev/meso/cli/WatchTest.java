package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WatchTest {
  private static final String STOP = "stop";
  private final FakeServer server = new FakeServer();
  private final AtomicInteger watches = new AtomicInteger();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void resumesFromWhereItWas() {
    server.put(Kind.APP, "web", "{\"status\":{\"phase\":\"Running\"}}");
    watch(
        event("ADDED", "api", "205", "Pending") + bookmark("210"),
        event("MODIFIED", "api", "211", "Running") + event("DELETED", "web", "212", "Running"));
    Ran ran = Ran.meso(server, "get", "apps", "-w");
    assertThat(ran.out())
        .isEqualTo(
            """
            NAME   READY   UP-TO-DATE   PHASE     AGE
            web    0/1     0            Running   3h5m
            api    0/1     0            Pending   -
            api    0/1     0            Running   -
            web    0/1     0            Deleted   -
            """);
    assertThat(positions()).containsExactly("101", "210", "212");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void listsAnewWhenTheServerHasForgottenAndTellsOnlyWhatDiffers() {
    server.put(Kind.APP, "same", "{}");
    server.put(Kind.APP, "gone", "{}");
    server.on(
        "GET " + FakeServer.path(Kind.APP, "?watch"),
        (s, exchange) -> {
          if (watches.getAndIncrement() == 0) {
            s.remove(Kind.APP, "gone");
            s.put(Kind.APP, "young", "{}");
            return FakeServer.answer(
                exchange,
                200,
                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,"
                    + "\"message\":\"too old\"}}\n");
          }
          return FakeServer.status(exchange, 400, STOP);
        });
    Ran ran = Ran.meso(server, "get", "apps", "-w", "-o", "name");
    assertThat(ran.out()).isEqualTo("app/gone\napp/same\napp/young\napp/gone\n");
    assertThat(positions()).containsExactly("102", "103");
  }

  @Test
  void jsonIsOneObjectALine() {
    server.put(Kind.APP, "web", "{}");
    watch(event("MODIFIED", "web", "205", "Running"));
    Ran ran = Ran.meso(server, "get", "app/web", "-w", "-o", "json");
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(Trees.text(Trees.parse(lines.get(1)), "status.phase")).isEqualTo("Running");
    assertThat(server.requests).anyMatch(r -> r.contains("fieldSelector=metadata.name%3Dweb"));
  }

  @Test
  void aServerThatIsAwayIsAwaited() {
    server.put(Kind.APP, "web", "{}");
    server.on(
        "GET " + FakeServer.path(Kind.APP, "?watch"),
        (_, exchange) ->
            switch (watches.getAndIncrement()) {
              case 0, 1 -> FakeServer.status(exchange, 503, "no leader");
              case 2 ->
                  FakeServer.answer(exchange, 200, event("MODIFIED", "web", "300", "Running"));
              default -> FakeServer.status(exchange, 400, STOP);
            });
    Ran ran = Ran.meso(server, "get", "apps", "-w");
    assertThat(ran.out()).contains("Running");
    assertThat(ran.err()).containsOnlyOnce("no leader");
  }

  private void watch(String... answers) {
    server.on(
        "GET " + FakeServer.path(Kind.APP, "?"),
        (_, exchange) -> {
          if (!exchange.getRequestURI().getQuery().contains("watch=true")) {
            return false;
          }
          int n = watches.getAndIncrement();
          return n < answers.length
              ? FakeServer.answer(exchange, 200, answers[n])
              : FakeServer.status(exchange, 400, STOP);
        });
  }

  private List<String> positions() {
    return server.requests.stream()
        .filter(r -> r.contains("watch=true"))
        .map(r -> r.replaceAll(".*resourceVersion=([0-9]+).*", "$1"))
        .toList();
  }

  private static String event(String type, String name, String version, String phase) {
    ObjectNode event = Trees.object();
    event.put("type", type);
    ObjectNode object = event.putObject("object");
    object
        .putObject("metadata")
        .put("name", name)
        .put("namespace", "default")
        .put("resourceVersion", version);
    object.putObject("status").put("phase", phase);
    return Trees.compact(event) + "\n";
  }

  private static String bookmark(String version) {
    return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\""
        + version
        + "\"}}}\n";
  }
}
