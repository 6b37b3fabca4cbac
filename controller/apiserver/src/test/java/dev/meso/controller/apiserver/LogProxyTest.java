package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs, against an agent of our own making. */
final class LogProxyTest {
  private final TestServer server = TestServer.start();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer agent;
  private volatile int code = 200;

  @BeforeEach
  void start() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.setExecutor(threads);
    agent.createContext("/", this::answer);
    agent.start();
    String uid = server.post(APPS, app("web", 1)).at("metadata.uid");
    server.commit(
        server.put(
            server.status(Kind.TASK, "default", "web-0"), Owned.task("web-0", "web", uid, 2, "a1")),
        server.put(
            server.status(Kind.TASK, "default", "two-0"), Owned.task("two-0", "web", uid, 1, "a1")),
        server.put(
            server.status(Kind.TASK, "default", "lost-0"),
            Owned.task("lost-0", "web", uid, 1, "vanished")),
        server.put(
            new Key.Assignment("a1", new AttemptId("default", "web-0", 2)),
            Owned.assignment("web-0", 2, "main")),
        server.put(
            new Key.Assignment("a1", new AttemptId("default", "two-0", 1)),
            Owned.assignment("two-0", 1, "main", "side")));
    register(agent.getAddress().getPort());
    TestServer.until("task", () -> server.get(TASKS + "/lost-0").code() == 200);
  }

  private void register(int port) {
    long revision =
        server.commit(
            server.put(
                new Key.Registration("a1"),
                new Registration(
                    "a1",
                    "u",
                    "127.0.0.1",
                    "http://127.0.0.1:" + port,
                    "0.1.0",
                    Collections.emptySortedMap(),
                    "",
                    Collections.emptySortedMap())));
    TestServer.until(
        "registered", () -> server.get(APPS + "?resourceVersion=" + revision).code() == 200);
  }

  @AfterEach
  void stop() {
    server.close();
    agent.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.sendResponseHeaders(code, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      if (exchange.getRequestURI().toString().contains("follow=true")) {
        // Until nobody listens.
        while (true) {
          out.write("line\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
      }
      out.write("hello\nlog\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      left.countDown();
    }
  }

  @Test
  void theLogComesFromTheAgentWithTheClustersToken() throws Exception {
    Answer log = server.get(TASKS + "/web-0/log?tailLines=10");
    assertThat(log.code()).as(log.body()).isEqualTo(200);
    assertThat(log.body()).isEqualTo("hello\nlog\n");
    assertThat(log.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(asked.poll(5, TimeUnit.SECONDS))
        .isEqualTo("/v1/logs/default/web-0/2/main/stdout?uid=uid-web-0&tailLines=10 Bearer secret");
    server.get(TASKS + "/web-0/log?stream=stderr&attempt=2&container=main");
    assertThat(asked.poll(5, TimeUnit.SECONDS)).contains("/web-0/2/main/stderr?");
  }

  @Test
  void aClientThatLeavesEndsTheRequestToTheAgent() throws Exception {
    HttpResponse<InputStream> follow = server.open(TASKS + "/web-0/log?follow=true");
    assertThat(follow.statusCode()).isEqualTo(200);
    assertThat(follow.body().read()).isEqualTo('l');
    follow.body().close();
    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatCannotBeShownIsExplained() {
    assertThat(server.get(TASKS + "/two-0/log").message())
        .contains("several containers")
        .contains("main, side");
    assertThat(server.get(TASKS + "/two-0/log?container=side").code()).isEqualTo(200);
    assertThat(server.get(TASKS + "/two-0/log?container=none").code()).isEqualTo(400);
    assertThat(server.get(TASKS + "/web-0/log?attempt=3").message())
        .contains("has had 2 attempts, not 3");
    assertThat(server.get(TASKS + "/web-0/log?attempt=1").message()).contains("not recorded");
    assertThat(server.get(TASKS + "/lost-0/log?container=main").message())
        .contains("agent vanished, which is not registered");
    server.post(TASKS, task("alone"));
    assertThat(server.get(TASKS + "/alone/log").message()).contains("has not started");
    code = 404;
    Answer collected = server.get(TASKS + "/web-0/log");
    assertThat(collected.code()).isEqualTo(404);
    assertThat(collected.message()).contains("sandbox was removed");
    code = 401;
    assertThat(server.get(TASKS + "/web-0/log").message()).contains("agent-token-file");
    agent.stop(0);
    Answer unreachable = server.get(TASKS + "/web-0/log");
    assertThat(unreachable.code()).isEqualTo(503);
    assertThat(unreachable.message()).contains("agent a1 cannot be reached");
  }
}
