package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.plan.PlanRequest;
import dev.meso.controller.apiserver.plan.Plans;
import dev.meso.controller.apiserver.plan.Scheduling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class PlansTest {
  private static final String PLANS = "/apis/meso.dev/v1/plans";

  private final List<Scheduling.Change> asked = Collections.synchronizedList(new ArrayList<>());
  private CompletableFuture<Scheduling.Foreseen> answer =
      CompletableFuture.completedFuture(
          new Scheduling.Foreseen(
              true, 3, Map.of(new ObjectRef(Kind.APP, "default", "web"), "{\"placed\":2}")));

  private final TestServer server =
      TestServer.start(
          changes -> {
            asked.addAll(changes);
            return answer;
          });

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void newObjectIsToldFieldByFieldWithDefaultsAndNothingIsWritten() {
    Answer answer = plan(TestServer.app("web", 2));

    assertThat(answer.code()).isEqualTo(201);
    JsonNode web = object(answer, 0);
    assertThat(web.path("action").asString()).isEqualTo("create");
    assertThat(web.has("resourceVersion")).isFalse();
    assertThat(differences(web))
        .contains("spec.replicas: - -> 2")
        .contains("spec.template.spec.containers[main].command: - -> [\"sleep\",\"60\"]")
        .anyMatch(line -> line.startsWith("spec.template.spec.restartPolicy: - -> "));
    assertThat(web.path("forecast").path("placed").asInt()).isEqualTo(2);
    assertThat(server.get(TestServer.APPS + "/web").code()).isEqualTo(404);
  }

  @Test
  void schedulerIsAskedAboutWhatWouldBeStored() {
    server.post(TestServer.APPS, TestServer.app("web", 2));
    plan(TestServer.app("web", 5));

    assertThat(asked).hasSize(1);
    App app = (App) asked.getFirst().object();
    App stored = server.stored(App.class, server.spec(Kind.APP, "default", "web"));
    assertThat(app.requireSpec().replicas()).isEqualTo(5);
    assertThat(app.metadata().uid()).isEqualTo(stored.metadata().uid());
    assertThat(app.metadata().generation()).isEqualTo(2);
    assertThat(asked.getFirst().createRevision())
        .isEqualTo(
            server.entry(server.spec(Kind.APP, "default", "web")).orElseThrow().createRevision());
  }

  @Test
  void changedFieldIsToldWithBothValuesAndTheRevisionItWasReadAt() {
    Answer made = server.post(TestServer.APPS, TestServer.app("web", 2));
    JsonNode web = object(plan(TestServer.app("web", 5)), 0);

    assertThat(web.path("action").asString()).isEqualTo("update");
    assertThat(differences(web)).containsExactly("spec.replicas: 2 -> 5");
    assertThat(web.path("resourceVersion").asString())
        .isEqualTo(made.json().path("metadata").path("resourceVersion").asString());
  }

  @Test
  void writingAtTheRevisionThatWasToldFailsOnceSomebodyElseWrote() {
    server.post(TestServer.APPS, TestServer.app("web", 2));
    String read = object(plan(TestServer.app("web", 5)), 0).path("resourceVersion").asString();
    String planned = TestServer.app("web", 5, ",\"resourceVersion\":\"" + read + "\"");

    server.put(TestServer.APPS + "/web", TestServer.app("web", 3));

    assertThat(server.put(TestServer.APPS + "/web", planned).code()).isEqualTo(409);
    JsonNode again = object(plan(planned), 0);
    assertThat(again.path("action").asString()).isEqualTo("refused");
    assertThat(again.path("reason").asString()).isEqualTo("Conflict");
  }

  @Test
  void objectThatIsAsWantedIsUnchangedAndTheSchedulerIsNotAsked() {
    server.post(TestServer.APPS, TestServer.app("web", 2));
    Answer answer = plan(TestServer.app("web", 2));

    assertThat(object(answer, 0).path("action").asString()).isEqualTo("unchanged");
    assertThat(answer.json().path("status").path("unchanged").asInt()).isEqualTo(1);
    assertThat(asked).isEmpty();
  }

  @Test
  void notesOfClientsAreNoChange() {
    server.post(TestServer.APPS, TestServer.app("web", 2));
    Answer answer =
        plan(TestServer.app("web", 2, ",\"annotations\":{\"meso.dev/last-applied\":\"{}\"}"));

    assertThat(object(answer, 0).path("action").asString()).isEqualTo("unchanged");
  }

  @Test
  void refusalOfOneObjectSaysWhichFieldAndHidesNoOther() {
    Answer answer = plan(TestServer.app("bad", -1), TestServer.app("web", 2));

    assertThat(answer.code()).isEqualTo(201);
    assertThat(object(answer, 0).path("action").asString()).isEqualTo("refused");
    assertThat(object(answer, 0).path("causes").get(0).path("field").asString())
        .isEqualTo("spec.replicas");
    assertThat(object(answer, 1).path("action").asString()).isEqualTo("create");
    assertThat(asked).hasSize(1);
  }

  @Test
  void objectsOfANamespaceThatIsPlannedTooArePlannedInIt() {
    String namespace =
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"team\"}}";
    String app = TestServer.app("web", 2, ",\"namespace\":\"team\"");

    Answer without = plan(app);
    Answer with = plan(app, namespace);

    assertThat(object(without, 0).path("reason").asString()).isEqualTo("NotFound");
    assertThat(object(with, 0).path("action").asString()).isEqualTo("create");
    assertThat(object(with, 0).path("name").asString()).isEqualTo("web");
    assertThat(object(with, 1).path("action").asString()).isEqualTo("create");
  }

  @Test
  void objectThatIsBeingDeletedCannotBePlanned() {
    server.post(
        TestServer.APPS, TestServer.app("web", 2, ",\"finalizers\":[\"example.com/wait\"]"));
    server.delete(TestServer.APPS + "/web");

    JsonNode web = object(plan(TestServer.app("web", 3)), 0);

    assertThat(web.path("action").asString()).isEqualTo("refused");
    assertThat(web.path("message").asString()).contains("is being deleted since");
  }

  @Test
  void planWithoutSchedulingAsksNobody() {
    Answer answer =
        server.post(
            PLANS,
            "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Plan\",\"spec\":{\"schedule\":false,"
                + "\"objects\":["
                + TestServer.app("web", 2)
                + "]}}");

    assertThat(answer.code()).isEqualTo(201);
    assertThat(asked).isEmpty();
    assertThat(object(answer, 0).has("forecast")).isFalse();
  }

  @Test
  void whatIsNoPlanIsRefusedWithWhatWasExpected() {
    assertThat(server.post(PLANS, "{}").body()).contains("field apiVersion: expected");
    assertThat(plan().body()).contains("expected a list of 1 to 100 objects, found 0");
    assertThat(plan(TestServer.app("web", 1), TestServer.app("web", 2)).body())
        .contains("expected each object once");
    assertThat(plan("{\"apiVersion\":\"v1\",\"kind\":\"Service\"}").body())
        .contains("expected a kind that is served, found kind 'Service'");
    assertThat(plan("7").code()).isEqualTo(400);
    assertThat(plan(TestServer.app("web", 1).replace("replicas", "replicaz")).body())
        .contains("replicaz");
    String[] many = new String[PlanRequest.OBJECTS_MAX + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = TestServer.app("web" + i, 1);
    }
    assertThat(plan(many).body()).contains("found 101");
    assertThat(server.get(PLANS).code()).isEqualTo(405);
  }

  @Test
  void morePlansThanMayBeMadeAtOnceAreToldToComeBack() {
    CompletableFuture<Scheduling.Foreseen> late = new CompletableFuture<>();
    answer = late;
    List<CompletableFuture<Answer>> running = new ArrayList<>();
    for (int i = 0; i < Plans.AT_ONCE_MAX; i++) {
      running.add(
          server.sendAsync(
              server
                  .request(PLANS)
                  .header("Content-Type", "application/json")
                  .POST(
                      java.net.http.HttpRequest.BodyPublishers.ofString(
                          body(TestServer.app("web", 2))))));
    }
    TestServer.until("plans under way", () -> asked.size() == Plans.AT_ONCE_MAX);

    assertThat(plan(TestServer.app("web", 2)).code()).isEqualTo(429);

    late.complete(new Scheduling.Foreseen(true, 1, Map.of()));
    assertThat(running).allSatisfy(r -> assertThat(TestServer.await(r).code()).isEqualTo(201));
    assertThat(plan(TestServer.app("web", 2)).code()).isEqualTo(201);
  }

  @Test
  void discoverySaysThatPlansCanOnlyBeMade() {
    JsonNode resources = server.get("/apis/meso.dev/v1").json().path("resources");

    assertThat(resources)
        .anySatisfy(
            row -> {
              assertThat(row.path("name").asString()).isEqualTo("plans");
              assertThat(row.path("verbs").toString()).isEqualTo("[\"create\"]");
            });
    assertThat(server.get("/openapi/v3/apis/meso.dev/v1").code()).isEqualTo(200);
  }

  private Answer plan(String... objects) {
    return server.post(PLANS, body(objects));
  }

  private static String body(String... objects) {
    return "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Plan\",\"spec\":{\"objects\":["
        + String.join(",", objects)
        + "]}}";
  }

  private static JsonNode object(Answer answer, int index) {
    JsonNode objects = answer.json().path("status").path("objects");
    assertThat(objects.size()).as(answer.body()).isGreaterThan(index);
    return objects.get(index);
  }

  private static List<String> differences(JsonNode object) {
    List<String> lines = new ArrayList<>();
    object
        .path("differences")
        .forEach(
            d ->
                lines.add(
                    d.path("path").asString()
                        + ": "
                        + (d.has("old") ? d.get("old") : "-")
                        + " -> "
                        + (d.has("new") ? d.get("new") : "-")));
    return lines;
  }
}
