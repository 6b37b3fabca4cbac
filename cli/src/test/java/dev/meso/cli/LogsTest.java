package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsTest {
  private final FakeServer server = new FakeServer();

  @BeforeEach
  void objects() {
    server.put(Kind.JOB, "words", "{\"status\":{\"phase\":\"Running\"}}");
    task("words-0", "Running", 2);
    task("words-1", "Succeeded", 1);
    task("words-2", "Pending", 0);
    log("words-0", "zero\n", "");
    log("words-1", "one\nhalf", "bad\n");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void ofATaskAreItsTwoStreams() {
    assertThat(Ran.meso(server, "logs", "words-1")).isEqualTo(new Ran(0, "one\nhalf", "bad\n"));
    assertThat(Ran.meso(server, "logs", "task/words-1", "--stdout"))
        .isEqualTo(new Ran(0, "one\nhalf", ""));
    assertThat(Ran.meso(server, "logs", "words-1", "--stderr")).isEqualTo(new Ran(0, "", "bad\n"));
  }

  @Test
  void ofAJobHaveThePrefixOfTheirTask() {
    assertThat(Ran.meso(server, "logs", "job/words"))
        .isEqualTo(
            new Ran(0, "[words-0] zero\n[words-1] one\n[words-1] half\n", "[words-1] bad\n"));
  }

  @Test
  void optionsAreSentToTheServer() {
    Ran.meso(server, "logs", "words-0", "--tail", "5", "-c", "main", "--stdout", "--previous");
    assertThat(server.requests)
        .contains(
            "GET "
                + FakeServer.path(Kind.TASK, "/words-0/log")
                + "?container=main&stream=stdout&tailLines=5&attempt=1");
  }

  @Test
  void whatHasNotStartedSaysWhereToLook() {
    Ran ran = Ran.meso(server, "logs", "words-2");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "meso: task/words-2 has written nothing: it is Pending ('meso explain task/words-2'"
                + " says why)\n");
    assertThat(Ran.meso(server, "logs", "words-1", "--previous").err())
        .contains("has had no attempt before");
  }

  @Test
  void followingATaskEndsWithIt() {
    AtomicInteger looks = new AtomicInteger();
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/words-0"),
        (s, exchange) -> {
          if (!exchange.getRequestURI().getPath().endsWith("/log")
              && looks.incrementAndGet() == 4) {
            task("words-0", "Succeeded", 2);
            log("words-0", "zero\nlast\n", "");
          }
          return false;
        });
    assertThat(Ran.meso(server, "logs", "-f", "words-0")).isEqualTo(new Ran(0, "zero\nlast\n", ""));
  }

  @Test
  void followingAJobTakesUpTasksThatBeginLater() {
    AtomicInteger looks = new AtomicInteger();
    server.on(
        "GET " + FakeServer.path(Kind.JOB, "/words"),
        (s, _) -> {
          if (looks.incrementAndGet() == 4) {
            task("words-0", "Succeeded", 2);
            task("words-2", "Succeeded", 1);
            log("words-2", "two\n", "");
            s.put(Kind.JOB, "words", "{\"status\":{\"phase\":\"Succeeded\"}}");
          }
          return false;
        });
    Ran ran = Ran.meso(server, "logs", "-f", "job/words", "--stdout");
    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .containsExactlyInAnyOrder(
            "[words-0] zero", "[words-1] one", "[words-1] half", "[words-2] two");
  }

  @Test
  void followingSaysWhyTheServerRefuses() {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/words-1/log"),
        (_, exchange) -> FakeServer.status(exchange, 400, "container: expected main, found x"));
    Ran ran = Ran.meso(server, "logs", "-f", "words-1", "-c", "x");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("container: expected main, found x");
  }

  private void task(String name, String phase, int attempt) {
    server.put(
        Kind.TASK,
        name,
        "{\"metadata\":{\"ownerReferences\":[{\"kind\":\"Job\",\"name\":\"words\","
            + "\"uid\":\"uid-words\"}]},\"status\":{\"phase\":\""
            + phase
            + "\",\"attempt\":"
            + attempt
            + "}}");
  }

  private void log(String task, String out, String err) {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/" + task + "/log"),
        "/log",
        (_, exchange) ->
            FakeServer.answer(
                exchange, 200, exchange.getRequestURI().getQuery().contains("stderr") ? err : out));
  }
}
