package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.AppSpec;
import dev.meso.api.kind.Kind;
import dev.meso.store.memory.Faults.CallFate;
import dev.meso.store.memory.Faults.DeliveryFate;
import dev.meso.store.memory.Faults.Operation;
import dev.meso.store.port.Txn;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes under contention, under load, and when the store fails. */
final class OutcomeTest {
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
  void fiftyWritersOfOneObjectLoseNoUpdate() {
    server.post(APPS, app("hot", 1));
    List<CompletableFuture<Answer>> patches =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    server.sendAsync(
                        server
                            .request(APPS + "/hot")
                            .header("Content-Type", "application/merge-patch+json")
                            .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                    "{\"metadata\":{\"labels\":{\"w" + i + "\":\"x\"}}}"))))
            .toList();
    patches.forEach(p -> assertThat(TestServer.await(p).code()).isEqualTo(200));
    assertThat(server.get(APPS + "/hot").json().at("/metadata/labels")).hasSize(50);
  }

  @Test
  void aPatchAgainstAnotherServersWriteIsMadeAgain() {
    server.post(APPS, app("contended", 1));
    // The commit is held back while another controller writes the same key.
    server.faults.nextOf(
        TestServer.API,
        Operation.COMMIT,
        new CallFate.Carried(Duration.ofMillis(300), Duration.ZERO));
    CompletableFuture<Answer> patch =
        server.sendAsync(
            server
                .request(APPS + "/contended")
                .header("Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH", HttpRequest.BodyPublishers.ofString("{\"spec\":{\"replicas\":5}}")));
    TestServer.until("held", () -> server.faults.unmet().isEmpty());
    var key = server.spec(dev.meso.api.kind.Kind.APP, "default", "contended");
    var stored = server.stored(dev.meso.api.kind.App.class, key);
    server.commit(
        server.put(
            key,
            stored.withMetadata(
                stored.metadata().toBuilder()
                    .labels(java.util.Map.of("other", "writer"))
                    .build())));
    Answer answer = TestServer.await(patch);
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
    assertThat(answer.at("spec.replicas")).isEqualTo("5");
    assertThat(answer.at("metadata.labels.other")).isEqualTo("writer");
  }

  @Test
  void aWriteThatWasNotSentIsUnavailableWithAdvice() {
    server.faults.nextOf(TestServer.API, Operation.COMMIT, new CallFate.Refused());
    Answer answer = server.post(APPS, app("unsent", 1));
    assertThat(answer.code()).isEqualTo(503);
    assertThat(answer.reason()).isEqualTo("ServiceUnavailable");
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(server.get(APPS + "/unsent").code()).isEqualTo(404);
  }

  @Test
  void aServerThatHasReadNothingYetKnowsNothingToBeAbsent() {
    server.close();
    server = TestServer.startUnread(ApiLimits.standard().withWriteDeadline(Duration.ofMillis(500)));
    for (Answer answer :
        List.of(
            server.post(APPS, app("early", 1)),
            server.patch(APPS + "/early", "{\"spec\":{\"replicas\":2}}"),
            server.delete(APPS + "/early"))) {
      assertThat(answer.code()).as(answer.body()).isEqualTo(503);
      assertThat(answer.message()).contains("nothing was written");
    }
  }

  @Test
  void aServerThatIsBehindDoesNotTakeAChangeForMadeAlready() {
    server.post(APPS, app("web", 1));
    var key = server.spec(Kind.APP, "default", "web");
    behind(server.put(key, withReplicas(server.stored(App.class, key), 5)));
    Answer answer = server.patch(APPS + "/web", "{\"spec\":{\"replicas\":1}}");
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
    assertThat(server.stored(App.class, key).requireSpec().replicas()).isEqualTo(1);
  }

  @Test
  void aServerThatIsBehindDoesNotCallAnObjectAbsentThatOthersMade() {
    server.post(APPS, app("web", 1));
    var made = server.stored(App.class, server.spec(Kind.APP, "default", "web"));
    var key = server.spec(Kind.APP, "default", "other");
    var named = made.metadata().toBuilder().name("other").uid("u-other").build();
    behind(server.put(key, made.withMetadata(named)));
    Answer answer = server.delete(APPS + "/other");
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
    assertThat(server.stored(App.class, key).metadata().deleting()).isTrue();
  }

  @Test
  void aServerThatIsBehindDoesNotCallANameTakenThatOthersFreed() {
    server.post(APPS, app("web", 1));
    behind(server.remove(server.spec(Kind.APP, "default", "web")));
    Answer answer = server.post(APPS, app("web", 2));
    assertThat(answer.code()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void absenceThatTheStoreDoesNotConfirmIsUnavailable() {
    server.faults.nextOf(TestServer.API, Operation.COMMIT, new CallFate.Refused());
    Answer answer = server.delete(APPS + "/nobody");
    assertThat(answer.code()).isEqualTo(503);
    assertThat(answer.message()).contains("nothing was written");
    assertThat(server.delete(APPS + "/nobody").code()).isEqualTo(404);
  }

  /** Another controller writes, and this server hears of it late. */
  private void behind(Txn.Write write) {
    server.faults.nextDelivery(DeliveryFate.lagging(Duration.ofSeconds(1)));
    server.commit(write);
  }

  private static App withReplicas(App app, int replicas) {
    return app.withSpec(new AppSpec(replicas, app.requireSpec().template()));
  }

  @Test
  void anUnknownOutcomeThatReadsBackIsASuccess() {
    server.faults.nextOf(TestServer.API, Operation.COMMIT, new CallFate.Cut(Duration.ZERO, true));
    Answer answer = server.post(APPS, app("proven", 1));
    assertThat(answer.code()).as(answer.body()).isEqualTo(201);
    assertThat(server.get(APPS + "/proven").json()).isEqualTo(answer.json());
  }

  @Test
  void anUnknownOutcomeThatCannotBeProvenSaysSo() {
    server.faults.nextOf(TestServer.API, Operation.COMMIT, new CallFate.Cut(Duration.ZERO, false));
    Answer answer = server.post(APPS, app("unproven", 1));
    assertThat(answer.code()).isEqualTo(504);
    assertThat(answer.reason()).isEqualTo("Timeout");
    assertThat(answer.message()).contains("may have been applied");
  }

  @Test
  void moreWritesThanMayBeInFlightAreRefusedAndTheirPlacesComeBack() {
    restart(ApiLimits.standard().withWritesInFlight(2));
    server.faults.nextOf(
        TestServer.API,
        Operation.COMMIT,
        // Shorter than a server waits for a commit.
        new CallFate.Carried(Duration.ofSeconds(2), Duration.ZERO),
        new CallFate.Carried(Duration.ofSeconds(2), Duration.ZERO));
    List<CompletableFuture<Answer>> held = new ArrayList<>();
    for (String name : new String[] {"held-a", "held-b"}) {
      held.add(
          server.sendAsync(
              server
                  .request(APPS)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(app(name, 1)))));
    }
    TestServer.until(
        "both are in",
        () ->
            server
                .get("/metrics")
                .body()
                .contains("meso_api_inflight_requests{lane=\"write\"} 2\n"));
    Answer refused = server.post(APPS, app("third", 1));
    assertThat(refused.code()).isEqualTo(429);
    assertThat(refused.reason()).isEqualTo("TooManyRequests");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(server.get(APPS).code()).isEqualTo(200);
    held.forEach(h -> assertThat(TestServer.await(h).code()).isEqualTo(201));
    TestServer.until(
        "both are out",
        () ->
            server
                .get("/metrics")
                .body()
                .contains("meso_api_inflight_requests{lane=\"write\"} 0\n"));
    assertThat(server.post(APPS, app("third", 1)).code()).isEqualTo(201);
  }
}
