package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentStatus;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.usage.AgentUsage;
import dev.meso.api.usage.ContainerUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage as kubectl top reads it, from an agent that answers and one that does not. */
class MetricsTest {
  private static final String ROOT = "/apis/metrics.k8s.io/v1beta1";

  private final AtomicInteger asked = new AtomicInteger();
  private TestServer server;
  private HttpServer agent;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/v1/usage",
        exchange -> {
          asked.incrementAndGet();
          boolean known =
              "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body =
              Json.write(
                      new AgentUsage(
                          Instant.parse("2026-01-02T03:04:05Z"),
                          1_500,
                          750,
                          3 << 20,
                          List.of(
                              new ContainerUsage("uid-web-0", 1, "main", 120, 2 << 20),
                              new ContainerUsage("uid-web-0", 7, "main", 1, 1),
                              new ContainerUsage("somebody-else", 1, "main", 1, 1))))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agent.start();
    registered("a1", "http://127.0.0.1:" + agent.getAddress().getPort());
    // Nobody listens on port 1, and the third has no port at all.
    registered("a2", "http://127.0.0.1:1");
    registered("a3", "no url");
    long revision =
        server.commit(
            server.put(
                new Key.Status(Kind.TASK, "default", "web-0"),
                Owned.task("web-0", "web", "u1", 1, "a1")),
            server.put(
                new Key.Assignment("a1", new AttemptId("default", "web-0", 1)),
                Owned.assignment("web-0", 1, "main")));
    TestServer.until(
        "the task",
        () -> server.get(TestServer.TASKS + "/web-0?resourceVersion=" + revision).code() == 200);
  }

  private void registered(String name, String url) {
    ObjectMeta metadata = ObjectMeta.named(null, name).toBuilder().uid("uid-" + name).build();
    AgentStatus status =
        Json.read(AgentStatus.class, "{\"phase\":\"Ready\",\"host\":\"127.0.0.1\"}");
    long _ =
        server.commit(
            server.put(
                new Key.Registration(name),
                new Registration(
                    name,
                    "uid-" + name,
                    "127.0.0.1",
                    url,
                    "0.1.0",
                    Collections.emptySortedMap(),
                    "",
                    Collections.emptySortedMap())),
            server.put(new Key.Status(Kind.AGENT, null, name), Agent.of(metadata, null, status)));
  }

  @AfterEach
  void stop() {
    server.close();
    agent.stop(0);
  }

  @Test
  void agentsAreNodesAndWhoIsSilentIsNamed() {
    Answer nodes = server.get(ROOT + "/nodes");
    assertThat(nodes.code()).as(nodes.body()).isEqualTo(200);
    assertThat(nodes.at("kind")).isEqualTo("NodeMetricsList");
    assertThat(nodes.at("items.0.metadata.name")).isEqualTo("a1");
    assertThat(nodes.at("items.0.usage.cpu")).isEqualTo("750m");
    assertThat(nodes.at("items.0.usage.memory")).isEqualTo("3072Ki");
    assertThat(nodes.at("items.0.window")).isEqualTo("1.5s");
    assertThat(nodes.body()).doesNotContain("\"a2\"");
    assertThat(nodes.headers().firstValue("Warning").orElse("")).contains("a2, a3");
    assertThat(server.get(ROOT + "/nodes/a1").at("kind")).isEqualTo("NodeMetrics");
    assertThat(server.get(ROOT + "/nodes/a2").code()).isEqualTo(404);
  }

  @Test
  void tasksArePodsWithTheUsageOfTheirPresentAttempt() {
    for (String path : new String[] {"/pods", "/namespaces/default/pods"}) {
      Answer pods = server.get(ROOT + path);
      assertThat(pods.at("items.0.metadata.name")).as(pods.body()).isEqualTo("web-0");
      assertThat(pods.at("items.0.containers.0.usage.cpu")).isEqualTo("120m");
      assertThat(pods.at("items.0.containers.1.name")).isEmpty();
    }
    assertThat(server.get(ROOT + "/namespaces/default/pods/web-0").at("kind"))
        .isEqualTo("PodMetrics");
    assertThat(server.get(ROOT + "/namespaces/other/pods").body()).contains("\"items\":[]");
    assertThat(server.get(ROOT + "/pods?labelSelector=no%3Dsuch").body()).contains("\"items\":[]");
    assertThat(server.get(ROOT + "/pods?labelSelector=(((").code()).isEqualTo(400);
  }

  @Test
  void manyWhoLookDoNotBecomeManyWhoAsk() {
    for (int i = 0; i < 20; i++) {
      assertThat(server.get(ROOT + "/nodes").code()).isEqualTo(200);
    }
    assertThat(asked.get()).isLessThan(10);
  }
}
