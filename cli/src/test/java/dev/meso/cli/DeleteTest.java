package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
  private final FakeServer server = new FakeServer();

  @BeforeEach
  void objects() {
    server.put(Kind.APP, "web", "{}");
    server.put(Kind.APP, "api", "{}");
    server.put(Kind.JOB, "words", "{}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void deletesByNameAndWaits() {
    Ran ran = Ran.meso(server, "delete", "app/web", "job/words");
    assertThat(ran).isEqualTo(new Ran(0, "app/web deleted\njob/words deleted\n", ""));
    assertThat(server.objects).containsOnlyKeys("apps/default/api");
  }

  @Test
  void refusesWithoutNames() {
    for (String[] args : new String[][] {{"delete"}, {"delete", "apps"}, {"delete", "--all"}}) {
      Ran ran = Ran.meso(server, args);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("nothing was deleted");
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void allOfAKind() {
    assertThat(Ran.meso(server, "delete", "apps", "--all").out())
        .isEqualTo("app/api deleted\napp/web deleted\n");
    assertThat(server.objects).containsOnlyKeys("jobs/default/words");
  }

  @Test
  void waitsWhileItIsBeingDeleted() {
    AtomicInteger looks = new AtomicInteger();
    server.on("DELETE", (_, exchange) -> FakeServer.answer(exchange, 200, "{}"));
    server.on(
        "GET " + FakeServer.path(Kind.APP, "/web"),
        (s, _) -> {
          if (looks.incrementAndGet() == 4) {
            s.remove(Kind.APP, "web");
          }
          return false;
        });
    assertThat(Ran.meso(server, "delete", "app/web").out()).isEqualTo("app/web deleted\n");
    assertThat(looks.get()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void anotherObjectOfThatNameIsNotWaitedFor() {
    server.on(
        "DELETE",
        (s, exchange) -> {
          s.put(Kind.APP, "web", "{\"metadata\":{\"uid\":\"younger\"}}");
          return FakeServer.answer(exchange, 200, "{}");
        });
    assertThat(Ran.meso(server, "delete", "app/web").out()).isEqualTo("app/web deleted\n");
  }

  @Test
  void waitingEndsInTime() {
    server.on("DELETE", (_, exchange) -> FakeServer.answer(exchange, 200, "{}"));
    Ran ran = Ran.meso(server, "delete", "app/web", "--timeout", "150ms");
    assertThat(ran.code()).isEqualTo(124);
    assertThat(ran.err()).contains("app/web is still being deleted");
  }

  @Test
  void doesNotWaitWhenToldSo() {
    server.on("DELETE", (_, exchange) -> FakeServer.answer(exchange, 200, "{}"));
    for (String option : new String[] {"--wait=false", "--no-wait"}) {
      Ran ran = Ran.meso(server, "delete", "app", "web", option);
      assertThat(ran).isEqualTo(new Ran(0, "app/web deleting\n", ""));
    }
  }

  @Test
  void theGracePeriodIsSent() {
    Ran.meso(server, "delete", "app/web", "--grace-period", "0");
    assertThat(server.requests)
        .contains("DELETE " + FakeServer.path(Kind.APP, "/web") + "?gracePeriodSeconds=0");
  }

  @Test
  void whatIsMissingFailsUnlessIgnored() {
    Ran ran = Ran.meso(server, "delete", "app", "web", "wob");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).isEqualTo("app/web deleted\n");
    assertThat(ran.err()).contains("app/wob not found");
    assertThat(Ran.meso(server, "delete", "app/web", "--ignore-not-found"))
        .isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void byFile() {
    String text =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: default}
        ---
        apiVersion: meso.dev/v1
        kind: App
        metadata: {name: web}
        spec:
          template: {spec: {containers: [{name: main, command: ["true"]}]}}
        """;
    server.put(Kind.NAMESPACE, "default", "{}");
    assertThat(Ran.withInput(server.url(), text, "delete", "-f", "-").out())
        .isEqualTo("app/web deleted\nnamespace/default deleted\n");
  }
}
