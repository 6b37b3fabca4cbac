package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.AGENTS;
import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.App;
import dev.meso.api.kind.AppStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Taint;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.AttemptId;
import dev.meso.store.port.Txn;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Objects made of two keys, or of only one of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnedTaskTest {
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void seen(String path) {
    TestServer.until(path, () -> server.get(path).code() == 200);
  }

  @Test
  void anOwnedTaskShowsItsOwnersTemplateAndThenItsAssignment() {
    String uid = server.post(APPS, app("web", 1)).at("metadata.uid");
    long revision =
        server.commit(
            server.put(
                server.status(Kind.TASK, "default", "web-0"),
                Owned.task("web-0", "web", uid, 0, null)));
    seen(TASKS + "/web-0");
    Answer pending = server.get(TASKS + "/web-0");
    assertThat(pending.revision()).isEqualTo(revision);
    assertThat(pending.at("spec.containers.0.command.0")).isEqualTo("sleep");
    assertThat(pending.at("status.phase")).isEqualTo("Pending");

    AttemptId attempt = new AttemptId("default", "web-0", 1);
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "web-0"), Owned.task("web-0", "web", uid, 1, "a1")),
        server.put(new Key.Assignment("a1", attempt), Owned.assignment("web-0", 1, "main")));
    TestServer.until(
        "running", () -> server.get(TASKS + "/web-0").at("status.phase").equals("Running"));
    assertThat(server.get(TASKS + "/web-0").at("spec.containers.0.command.0"))
        .isEqualTo("assigned");

    for (String selector :
        List.of(
            "status.phase=Running",
            "status.agent==a1",
            "metadata.ownerReferences.name=web",
            "status.phase!=Pending,metadata.namespace=default")) {
      Answer list =
          server.get(
              TASKS
                  + "?fieldSelector="
                  + java.net.URLEncoder.encode(selector, java.nio.charset.StandardCharsets.UTF_8));
      assertThat(list.json().at("/items").valueStream().map(i -> i.at("/metadata/name").asString()))
          .as(selector)
          .contains("web-0");
    }
    assertThat(
            server
                .get(TASKS + "?labelSelector=app%3Dweb&fieldSelector=status.phase%3DPending")
                .json()
                .at("/items"))
        .isEmpty();
  }

  @Test
  void deletingAnOwnedTaskIsAnIntentAndNothingElse() {
    String uid = server.post(APPS, app("own", 1)).at("metadata.uid");
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "own-0"),
            Owned.task("own-0", "own", uid, 0, null)));
    seen(TASKS + "/own-0");

    Answer put = server.put(TASKS + "/own-0", task("own-0"));
    assertThat(put.code()).isEqualTo(403);
    assertThat(put.message()).contains("belongs to App own");
    assertThat(server.patch(TASKS + "/own-0", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").code())
        .isEqualTo(403);
    Answer create = server.post(TASKS, task("own-0"));
    assertThat(create.reason()).isEqualTo("AlreadyExists");
    assertThat(create.message()).contains("it belongs to App own");
    assertThat(server.entry(server.spec(Kind.TASK, "default", "own-0"))).isEmpty();

    Answer ending =
        server.send("DELETE", TASKS + "/own-0?gracePeriodSeconds=3", "application/json", "");
    assertThat(ending.code()).as(ending.body()).isEqualTo(200);
    assertThat(ending.at("metadata.deletionTimestamp")).isNotEmpty();
    assertThat(ending.at("status.phase")).isEqualTo("Pending");
    Task intent = server.stored(Task.class, server.spec(Kind.TASK, "default", "own-0"));
    assertThat(intent.spec()).isNull();
    assertThat(intent.metadata().uid()).isEqualTo("uid-own-0");
    assertThat(intent.metadata().deletionGracePeriodSeconds()).isEqualTo(3);
    assertThat(server.get(TASKS + "/own-0").revision()).isEqualTo(ending.revision());
    assertThat(server.delete(TASKS + "/own-0").revision()).isEqualTo(ending.revision());

    // The leader made another task of that name: the old intent does not touch it.
    Task next = Owned.task("own-0", "own", uid, 0, null);
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "own-0"),
            next.withMetadata(next.metadata().toBuilder().uid("another").build())));
    TestServer.until(
        "another", () -> server.get(TASKS + "/own-0").at("metadata.uid").equals("another"));
    assertThat(server.get(TASKS + "/own-0").at("metadata.deletionTimestamp")).isEmpty();
  }

  @Test
  void aStatusOfAnotherUidIsIgnoredAndOneOfItsOwnRaisesTheRevision() {
    Answer made = server.post(APPS, app("two", 1));
    AppStatus status = new AppStatus("Running", 1L, 1, 1, 1, "r", List.of(), List.of());
    ObjectMeta stranger = ObjectMeta.named("default", "two").toBuilder().uid("old").build();
    server.commit(
        server.put(server.status(Kind.APP, "default", "two"), App.of(stranger, null, status)));
    long mark = server.post(APPS, app("mark", 1)).revision();
    Answer ignored = server.get(APPS + "/two?resourceVersion=" + mark);
    assertThat(ignored.json()).isEqualTo(made.json());

    ObjectMeta own = stranger.toBuilder().uid(made.at("metadata.uid")).build();
    long revision =
        server.commit(
            server.put(server.status(Kind.APP, "default", "two"), App.of(own, null, status)));
    Answer shown = server.get(APPS + "/two?resourceVersion=" + revision);
    assertThat(shown.revision()).isEqualTo(revision);
    assertThat(shown.at("status.phase")).isEqualTo("Running");

    // A status written behind what the client read does not make its spec change a conflict.
    Answer put = server.put(APPS + "/two", made.body().replace("\"replicas\":1", "\"replicas\":2"));
    assertThat(put.code()).as(put.body()).isEqualTo(200);
    assertThat(put.at("status.phase")).isEqualTo("Running");
  }

  @Test
  void taintsOfANodeAreThoseOfTheAgent() {
    agent("tainted");
    String node = "/api/v1/nodes/tainted";
    String strategic = "application/strategic-merge-patch+json";
    String gpu = "{\"key\":\"gpu\",\"value\":\"big\",\"effect\":\"NoSchedule\"}";
    Answer set = server.send("PATCH", node, strategic, "{\"spec\":{\"taints\":[" + gpu + "]}}");
    assertThat(set.code()).as(set.body()).isEqualTo(200);
    assertThat(set.json().at("/spec/taints").toString()).isEqualTo("[" + gpu + "]");
    assertThat(server.get(AGENTS + "/tainted").json().at("/spec/taints").toString())
        .isEqualTo("[" + gpu + "]");

    assertThat(
            server
                .send("PATCH", node, strategic, "{\"spec\":{\"unschedulable\":true}}")
                .json()
                .at("/spec/taints")
                .findValuesAsString("key"))
        .containsExactly("node.kubernetes.io/unschedulable", "gpu");
    String both =
        "{\"key\":\"node.kubernetes.io/unschedulable\",\"effect\":\"NoSchedule\"},"
            + "{\"key\":\"old\",\"effect\":\"PreferNoSchedule\"}";
    assertThat(
            server.send("PATCH", node, strategic, "{\"spec\":{\"taints\":[" + both + "]}}").code())
        .isEqualTo(200);
    Agent stored = server.stored(Agent.class, server.spec(Kind.AGENT, null, "tainted"));
    assertThat(stored.requireSpec().taints())
        .containsExactly(new Taint("old", null, Taint.PREFER_NO_SCHEDULE));
    assertThat(stored.requireSpec().unschedulable()).isTrue();

    assertThat(
            server
                .send(
                    "PATCH",
                    node,
                    strategic,
                    "{\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"NoExecute\"}]}}")
                .message())
        .contains("spec.taints[0].effect: expected NoSchedule or PreferNoSchedule");
    assertThat(
            server
                .send(
                    "PATCH", node, strategic, "{\"spec\":{\"taints\":[{\"key\":\"a\",\"on\":1}]}}")
                .code())
        .isEqualTo(400);
    Answer none = server.send("PATCH", node, strategic, "{\"spec\":{\"taints\":null}}");
    assertThat(none.json().at("/spec/taints").findValuesAsString("key"))
        .containsExactly("node.kubernetes.io/unschedulable");
  }

  private void agent(String name) {
    ObjectMeta metadata =
        ObjectMeta.named(null, name).toBuilder()
            .uid("agent-uid")
            .creationTimestamp(TestServer.CLOCK)
            .build();
    AgentStatus status =
        new AgentStatus(
            "Ready",
            "http://127.0.0.1:1",
            "127.0.0.1",
            "0.1.0",
            Collections.emptySortedMap(),
            null,
            Collections.emptySortedMap(),
            List.of());
    server.commit(
        server.put(server.status(Kind.AGENT, null, name), Agent.of(metadata, null, status)));
    seen(AGENTS + "/" + name);
  }

  @Test
  void anAgentGetsItsSpecKeyWithTheFirstSetting() {
    agent("a1");
    assertThat(server.get(AGENTS + "/a1").at("status.phase")).isEqualTo("Ready");
    Answer set = server.patch(AGENTS + "/a1", "{\"spec\":{\"unschedulable\":true}}");
    assertThat(set.code()).as(set.body()).isEqualTo(200);
    assertThat(set.at("metadata.uid")).isEqualTo("agent-uid");
    assertThat(set.at("status.phase")).isEqualTo("Ready");
    Agent stored = server.stored(Agent.class, server.spec(Kind.AGENT, null, "a1"));
    assertThat(stored.requireSpec().unschedulable()).isTrue();
    assertThat(stored.status()).isNull();
    assertThat(stored.metadata().generation()).isEqualTo(1);
    assertThat(server.patch(AGENTS + "/a1", "{\"spec\":{\"unschedulable\":null}}").code())
        .isEqualTo(200);
    assertThat(server.patch(AGENTS + "/nobody", "{}").code()).isEqualTo(404);
  }

  @Test
  void aRecordThatCannotBeReadHidesItselfAndNothingElse() {
    server.commit(
        new Txn.Write.Put(
            server.keyspace.text(server.spec(Kind.APP, "default", "poison")), "{\"spec\":7"));
    server.post(APPS, app("healthy", 1));
    assertThat(server.get(APPS + "/healthy").code()).isEqualTo(200);
    assertThat(server.get(APPS + "/poison").code()).isEqualTo(404);
    assertThat(server.get(APPS).code()).isEqualTo(200);
    Answer create = server.post(APPS, app("poison", 1));
    assertThat(create.reason()).isEqualTo("AlreadyExists");
    assertThat(server.get("/metrics").body()).contains("meso_api_unreadable_records_total 1\n");
  }
}
