package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunTest {
  private final FakeServer server = new FakeServer();
  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void streamsBothOutputsAndExitsWithTheStatus() {
    script(2, 4, "\"Failed\",\"exitCode\":3");
    logs("out 1\nout 2", "err 1\n");
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "sh", "-c", "echo -n --help");
    assertThat(ran).isEqualTo(new Ran(3, "out 1\nout 2", "err 1\n"));
    assertThat(server.objects).isEmpty();
    assertThat(sent("spec.containers").toString())
        .contains("\"command\":[\"sh\",\"-c\",\"echo -n --help\"]");
    assertThat(sent("spec.restartPolicy").asString()).isEqualTo("Never");
  }

  @Test
  void optionsBecomeTheSpec() {
    script(1, 2, "\"Succeeded\",\"exitCode\":0");
    logs("", "");
    String[] line = {
      "run",
      "--cpu",
      "0.5",
      "--memory",
      "64Mi",
      "-e",
      "A=b=c",
      "--env",
      "D=",
      "-n",
      "default",
      "--keep",
      "ls",
      "-l"
    };
    Ran ran = Ran.meso(server, line);
    assertThat(ran.code()).isZero();
    String container = sent("spec.containers").get(0).toString();
    assertThat(container)
        .contains(
            "\"command\":[\"ls\",\"-l\"]",
            "{\"name\":\"A\",\"value\":\"b=c\"}",
            "\"requests\":{\"cpu\":\"0.5\",\"memory\":\"64Mi\"}",
            "\"limits\":{\"memory\":\"64Mi\"}");
    assertThat(sent("metadata.name").asString()).matches("run-[a-z0-9]{5}");
    // Kept.
    assertThat(server.objects).hasSize(1);
  }

  @Test
  void aSignalIsTold() {
    script(1, 2, "\"Failed\",\"signal\":9,\"reason\":\"OutOfMemory\",\"message\":\"over 64Mi\"");
    logs("", "");
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran.code()).isEqualTo(137);
    assertThat(ran.err()).isEqualTo("meso: task/t was ended by signal 9: OutOfMemory, over 64Mi\n");
  }

  @Test
  void aTaskThatCouldNotBeStartedIs125WithTheReason() {
    script(1, 2, "\"Failed\",\"reason\":\"CannotStart\",\"message\":\"no such file: x\"");
    logs("", "");
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran.code()).isEqualTo(125);
    assertThat(ran.err()).contains("task/t Failed: CannotStart, no such file: x");
  }

  @Test
  void nothingIsLostOrToldTwiceWhenTheLogBreaksOff() {
    script(1, 1_000, "\"Succeeded\",\"exitCode\":0");
    AtomicInteger reads = new AtomicInteger();
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/t/log"),
        (_, exchange) -> {
          if (exchange.getRequestURI().getQuery().contains("stderr")) {
            return FakeServer.answer(exchange, 200, "");
          }
          return switch (reads.getAndIncrement()) {
            case 0 -> broken(exchange, "one\ntw");
            case 1 -> FakeServer.status(exchange, 503, "no leader");
            case 2 -> {
              looks.set(1_000);
              yield FakeServer.answer(exchange, 200, "one\ntwo\n");
            }
            default -> FakeServer.answer(exchange, 200, "one\ntwo\nthree\n");
          };
        });
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran).isEqualTo(new Ran(0, "one\ntwo\nthree\n", ""));
  }

  @Test
  void waitingLongIsExplained() {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/t/explain"),
        (_, exchange) -> {
          looks.set(1_000);
          return FakeServer.answer(exchange, 200, "{\"lines\":[\"0 of 3 agents have 2 cores\"]}");
        });
    script(1_000, 1_002, "\"Succeeded\",\"exitCode\":0");
    logs("", "");
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            """
            meso: task/t is pending:
            0 of 3 agents have 2 cores
            meso: Waiting for it to start; Ctrl-C stops and deletes it.
            """);
  }

  @Test
  void aTaskThatSomebodyDeletesEndsTheRun() {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/t"),
        (s, _) -> {
          s.remove(Kind.TASK, "t");
          return false;
        });
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran.code()).isEqualTo(125);
    assertThat(ran.err()).contains("task/t was deleted by somebody");
  }

  @Test
  void aRefusalIs125() {
    server.put(Kind.TASK, "t", "{}");
    Ran ran = Ran.meso(server, "run", "--name", "t", "--", "x");
    assertThat(ran.code()).isEqualTo(125);
    assertThat(ran.err()).contains("Cannot create task/t: task t exists");
    assertThat(server.objects).hasSize(1);
    assertThat(Ran.withInput("127.0.0.1:1", "", "run", "--", "x").code()).isEqualTo(125);
  }

  /** The task runs from one look on and has ended from another one. */
  private void script(int runsFrom, int endsFrom, String end) {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/"),
        (s, exchange) -> {
          String path = exchange.getRequestURI().getPath();
          if (path.endsWith("/log") || path.endsWith("/explain")) {
            return false;
          }
          int look = looks.incrementAndGet();
          String status =
              look >= endsFrom
                  ? "{\"attempt\":1,\"phase\":" + end + "}"
                  : look >= runsFrom
                      ? "{\"attempt\":1,\"phase\":\"Running\"}"
                      : "{\"attempt\":0,\"phase\":\"Pending\"}";
          s.objects.values().forEach(task -> task.set("status", Trees.parse(status)));
          return false;
        });
  }

  private void logs(String out, String err) {
    server.on(
        "GET " + FakeServer.path(Kind.TASK, "/"),
        "/log",
        (_, exchange) ->
            FakeServer.answer(
                exchange, 200, exchange.getRequestURI().getQuery().contains("stderr") ? err : out));
  }

  /** Promises more bytes than come. */
  private static boolean broken(HttpExchange exchange, String part) {
    try {
      exchange.sendResponseHeaders(200, 1_000);
      OutputStream body = exchange.getResponseBody();
      body.write(part.getBytes(StandardCharsets.UTF_8));
      body.flush();
    } catch (IOException _) {
      // The client sees it too.
    }
    return true;
  }

  private JsonNode sent(String path) {
    return Trees.at(server.bodies.getFirst(), path);
  }
}
