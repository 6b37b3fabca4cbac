package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.AGENTS;
import static dev.meso.controller.apiserver.TestServer.NAMESPACES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The deletion of many objects by one request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeleteCollectionTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Apps a0 to a5 in a namespace of their own; the even ones have a label. */
  private String apps(String namespace) {
    server.post(
        NAMESPACES,
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
            + namespace
            + "\"}}");
    String path = "/apis/meso.dev/v1/namespaces/" + namespace + "/apps";
    for (int i = 0; i < 6; i++) {
      String labels = i % 2 == 0 ? ",\"labels\":{\"half\":\"even\"}" : "";
      assertThat(server.post(path, TestServer.app("a" + i, 0, labels)).code()).isEqualTo(201);
    }
    return path;
  }

  private static List<String> names(Answer list) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : list.json().path("items")) {
      names.add(item.at("/metadata/name").asString());
    }
    return names;
  }

  private List<String> deleted(String path) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : server.get(path).json().path("items")) {
      if (item.at("/metadata").has("deletionTimestamp")) {
        names.add(item.at("/metadata/name").asString());
      }
    }
    return names;
  }

  private Answer deleteWith(String path, String body) {
    return server.send("DELETE", path, "application/json", body);
  }

  @Test
  void whatIsChosenIsDeletedAndListed() {
    String path = apps("chosen");
    Answer answer = server.delete(path + "?labelSelector=half%3Deven");
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
    assertThat(answer.at("kind")).isEqualTo("AppList");
    assertThat(names(answer)).containsExactly("a0", "a2", "a4");
    assertThat(answer.at("items.0.metadata.deletionTimestamp")).isNotEmpty();
    assertThat(deleted(path)).containsExactly("a0", "a2", "a4");

    assertThat(names(server.delete(path + "?fieldSelector=metadata.name%3Da1")))
        .containsExactly("a1");
    assertThat(names(server.delete(path))).hasSize(6);
    assertThat(deleted(path)).hasSize(6);
  }

  @Test
  void aLimitDeletesTheFirstPage() {
    String path = apps("paged");
    Answer answer = server.delete(path + "?limit=2");
    assertThat(names(answer)).containsExactly("a0", "a1");
    assertThat(answer.at("metadata.continue")).isNotEmpty();
    assertThat(deleted(path)).containsExactly("a0", "a1");
    Answer rest = server.delete(path + "?continue=" + answer.at("metadata.continue"));
    assertThat(names(rest)).containsExactly("a2", "a3", "a4", "a5");
  }

  @Test
  void optionsHoldForEachObject() {
    String path = apps("options");
    assertThat(names(server.delete(path + "?dryRun=All"))).hasSize(6);
    assertThat(deleteWith(path, "{\"preconditions\":{\"uid\":\"another\"}}").reason())
        .isEqualTo("Conflict");
    assertThat(server.delete(path + "?propagationPolicy=Sideways").reason()).isEqualTo("Invalid");
    assertThat(server.delete(path + "?labelSelector=((").code()).isEqualTo(400);
    assertThat(deleted(path)).isEmpty();
    Answer answer =
        deleteWith(path, "{\"propagationPolicy\":\"Foreground\",\"gracePeriodSeconds\":3}");
    assertThat(answer.at("items.5.metadata.finalizers.0")).isEqualTo("foregroundDeletion");
    assertThat(answer.at("items.5.metadata.deletionGracePeriodSeconds")).isEqualTo("3");
  }

  @Test
  void tasksAreDeletedAsPods() {
    String uid = server.post(TestServer.APPS, TestServer.app("pods", 1)).at("metadata.uid");
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "pods-0"),
            Owned.task("pods-0", "pods", uid, 0, null)));
    TestServer.until("task", () -> server.get(TestServer.TASKS + "/pods-0").code() == 200);
    Answer answer = server.delete("/api/v1/namespaces/default/pods?labelSelector=app%3Dpods");
    assertThat(answer.at("kind")).isEqualTo("PodList");
    assertThat(names(answer)).containsExactly("pods-0");
    assertThat(server.get(TestServer.TASKS + "/pods-0").at("metadata.deletionTimestamp"))
        .isNotEmpty();
  }

  @Test
  void namespacesAgentsAndNodesAreNotDeletedTogether() {
    for (String path : List.of(NAMESPACES, AGENTS, "/api/v1/nodes", "/api/v1/events")) {
      assertThat(server.delete(path).code()).as(path).isEqualTo(405);
    }
  }

  @Test
  void discoveryTellsWhatCanBeDeletedTogether() {
    JsonNode resources = server.get("/apis/meso.dev/v1").json().path("resources");
    for (JsonNode resource : resources) {
      String name = resource.path("name").asString();
      String verbs = resource.path("verbs").toString();
      // What is made or taken on request, plans and snapshots, is not there to be deleted.
      if (verbs.contains("\"list\"")) {
        assertThat(verbs.contains("deletecollection")).as(name).isEqualTo(!name.equals("agents"));
      }
    }
  }
}
