package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.QUEUES;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** In which forms objects are read: tables, metadata alone, other APIs' shapes, scales. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormsTest {
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,"
          + "application/json";
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
    assertThat(server.post(APPS, app("web", 3)).code()).isEqualTo(201);
    assertThat(server.post(TASKS, task("one")).code()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer accepting(String path, String accept) {
    return server.send(server.request(path).header("Accept", accept).GET());
  }

  @Test
  void aTableHasAColumnForEveryCell() {
    for (String path : List.of(APPS, TASKS, "/api/v1/namespaces", "/api/v1/pods", APPS + "/web")) {
      Answer answer = accepting(path, TABLE);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .isEqualTo("application/json;as=Table;g=meta.k8s.io;v=v1");
      assertThat(answer.at("kind")).isEqualTo("Table");
      JsonNode table = answer.json();
      assertThat(table.get("columnDefinitions").get(0).get("format").asString()).isEqualTo("name");
      assertThat(table.get("rows")).isNotEmpty();
      for (JsonNode row : table.get("rows")) {
        assertThat(row.get("cells").size()).isEqualTo(table.get("columnDefinitions").size());
        assertThat(row.at("/object/kind").asString()).isEqualTo("PartialObjectMetadata");
        assertThat(row.at("/object/metadata/name").asString())
            .isEqualTo(row.get("cells").get(0).asString());
      }
    }
    assertThat(accepting(APPS + "/web", TABLE).json().at("/rows/0/cells/1").asString())
        .isEqualTo("0/3");
  }

  @Test
  void aTableOfQueuesShowsTheirShares() {
    server.post(
        QUEUES,
        """
        {"apiVersion":"meso.dev/v1","kind":"Queue","metadata":{"name":"shown"},
         "spec":{"weight":3,"guarantee":{"cpu":"4","memory":"1Gi"},"limit":{"cpu":"20"},
         "maxTasks":200}}
        """);
    JsonNode table = accepting(QUEUES + "/shown", TABLE).json();
    assertThat(table.at("/columnDefinitions").findValuesAsString("name"))
        .containsExactly("Name", "Weight", "Guarantee", "Limit", "Max Tasks", "Age", "Placement");
    JsonNode cells = table.at("/rows/0/cells");
    assertThat(cells.get(1).asInt()).isEqualTo(3);
    assertThat(cells.get(2).asString()).isEqualTo("cpu=4,memory=1Gi");
    assertThat(cells.get(3).asString()).isEqualTo("cpu=20");
    assertThat(cells.get(4).asString()).isEqualTo("200");
  }

  @Test
  void rowsCarryWhatIsAskedFor() {
    String whole = "/rows/0/object/spec/replicas";
    assertThat(accepting(APPS + "?includeObject=Object", TABLE).json().at(whole).asInt())
        .isEqualTo(3);
    assertThat(accepting(APPS + "?includeObject=None", TABLE).json().at("/rows/0/object").isNull())
        .isTrue();
    assertThat(accepting(APPS + "?includeObject=Some", TABLE).code()).isEqualTo(400);
  }

  @Test
  void whatCannotBeGivenIsGivenAsItIs() {
    for (String accept :
        List.of("*/*", "application/vnd.kubernetes.protobuf,application/json", "text/html")) {
      assertThat(accepting(APPS, accept).at("kind")).isEqualTo("AppList");
    }
    String partial = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    Answer answer = accepting(APPS, partial);
    assertThat(answer.at("kind")).isEqualTo("PartialObjectMetadataList");
    assertThat(answer.json().at("/items/0/spec").isMissingNode()).isTrue();
  }

  @Test
  void tasksAreShownAsPods() {
    Answer pod = server.get("/api/v1/namespaces/default/pods/one");
    assertThat(pod.at("kind")).isEqualTo("Pod");
    assertThat(pod.at("status.phase")).isEqualTo("Pending");
    assertThat(pod.json().at("/spec/containers/0/command/0").asString()).isEqualTo("sleep");
    assertThat(server.get("/api/v1/pods?fieldSelector=status.phase!=Pending").json().get("items"))
        .isEmpty();
    Answer refused = server.post("/api/v1/namespaces/default/pods", "{}");
    assertThat(refused.code()).isEqualTo(405);
    assertThat(refused.message()).contains("tasks in another shape");
    assertThat(server.get("/api/v1/namespaces/default/pods/none").message())
        .isEqualTo("pods \"none\" not found");
  }

  @Test
  void aPodIsDeletedByItsOwnUidAlone() {
    assertThat(server.post(TASKS, task("gone")).code()).isEqualTo(201);
    String path = "/api/v1/namespaces/default/pods/gone";
    String options = "{\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"%s\"}}";
    assertThat(server.send("DELETE", path, "application/json", options.formatted("x")).code())
        .isEqualTo(409);
    String uid = server.get(path).at("metadata.uid");
    Answer deleted = server.send("DELETE", path, "application/json", options.formatted(uid));
    assertThat(deleted.code()).as(deleted.body()).isEqualTo(200);
    assertThat(deleted.at("kind")).isEqualTo("Pod");
    assertThat(deleted.at("metadata.deletionTimestamp")).isNotEmpty();
  }

  @Test
  void anEvictionIsADeletion() {
    assertThat(server.post(TASKS, task("evicted")).code()).isEqualTo(201);
    String path = "/api/v1/namespaces/default/pods/evicted";
    String eviction =
        "{\"kind\":\"Eviction\",\"apiVersion\":\"policy/v1\",\"metadata\":{\"name\":\"evicted\"},"
            + "\"deleteOptions\":{\"preconditions\":{\"uid\":\"%s\"}}}";
    assertThat(server.post(path + "/eviction", eviction.formatted("x")).code()).isEqualTo(409);
    String uid = server.get(path).at("metadata.uid");
    Answer evicted = server.post(path + "/eviction", eviction.formatted(uid));
    assertThat(evicted.code()).as(evicted.body()).isEqualTo(201);
    assertThat(server.get(path).at("metadata.deletionTimestamp")).isNotEmpty();
    assertThat(server.post("/api/v1/namespaces/default/pods/no/eviction", "{}").code())
        .isEqualTo(404);
  }

  @Test
  void anAppIsScaled() {
    assertThat(server.post(APPS, app("scaled", 1)).code()).isEqualTo(201);
    String scale = APPS + "/scaled/scale";
    assertThat(server.get(scale).at("apiVersion")).isEqualTo("autoscaling/v1");
    Answer patched = server.patch(scale, "{\"spec\":{\"replicas\":4}}");
    assertThat(patched.code()).as(patched.body()).isEqualTo(200);
    assertThat(server.get(APPS + "/scaled").at("spec.replicas")).isEqualTo("4");
    Answer old = server.get(scale);
    assertThat(server.put(scale, old.body().replace("\"replicas\":4", "\"replicas\":2")).code())
        .isEqualTo(200);
    assertThat(server.put(scale, old.body()).code()).isEqualTo(409);
    assertThat(server.patch(scale, "{\"spec\":{\"replicas\":\"x\"}}").code()).isEqualTo(422);
    assertThat(server.patch(scale, "{\"spec\":{\"replicas\":-1}}").code()).isEqualTo(422);
  }

  @Test
  void everyPageShowsTheRevisionOfTheFirst() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add("page-" + i);
      server.post(APPS, app("page-" + i, 1, ",\"labels\":{\"page\":\"yes\"}"));
    }
    String list = APPS + "?labelSelector=page%3Dyes&limit=2";
    Answer first = server.get(list);
    server.post(APPS, app("page-3a", 1, ",\"labels\":{\"page\":\"yes\"}"));
    assertThat(server.patch(APPS + "/page-4", "{\"spec\":{\"replicas\":9}}").code()).isEqualTo(200);
    List<String> seen = new ArrayList<>();
    Answer page = first;
    while (true) {
      page.json().get("items").forEach(item -> seen.add(item.at("/metadata/name").asString()));
      assertThat(page.revision()).isEqualTo(first.revision());
      String token = page.at("metadata.continue");
      if (token.isEmpty()) {
        break;
      }
      page = server.get(list + "&continue=" + token);
    }
    assertThat(seen).isEqualTo(made);
    assertThat(page.json().at("/items/0/spec/replicas").asInt()).isEqualTo(1);
    String exact = APPS + "?resourceVersionMatch=Exact&resourceVersion=" + first.revision();
    assertThat(server.get(exact).body()).contains("page-4").doesNotContain("page-3a");
  }

  @Test
  void aPageOfAForgottenRevisionIsExpiredAndSaysHowToGoOn() {
    for (int i = 0; i < 3; i++) {
      server.post(TASKS, task("old-" + i));
    }
    Answer first = server.get(TASKS + "?limit=1");
    long newer = server.post(TASKS, task("older")).revision();
    TestServer.await(server.store.compact(newer, TestServer.DEADLINE));
    Answer expired = server.get(TASKS + "?limit=1&continue=" + first.at("metadata.continue"));
    assertThat(expired.code()).isEqualTo(410);
    assertThat(expired.reason()).isEqualTo("Expired");
    Answer on = server.get(TASKS + "?limit=1&continue=" + expired.at("metadata.continue"));
    assertThat(on.code()).as(on.body()).isEqualTo(200);
  }
}
