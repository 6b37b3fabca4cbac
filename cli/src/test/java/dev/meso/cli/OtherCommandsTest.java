package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anUnreachableServerIsOneClearLine() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Ran ran = Ran.meso(server, "get", "apps", "--server", "127.0.0.1:" + free);
    assertThat(ran.code()).isEqualTo(4);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            "meso: Cannot reach the server at http://127.0.0.1:"
                + free
                + " (connection refused). Start one with 'meso up', or name another with --server"
                + " or MESO_SERVER.\n");
  }

  @Test
  void theServerCanBeNamedBeforeTheCommand() {
    Ran ran = Ran.withInput("http://127.0.0.1:1", "", "--server", server.url(), "get", "apps");
    assertThat(ran.code()).isZero();
  }

  @Test
  void aFullServerIsAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "GET",
        (_, exchange) -> {
          if (asked.incrementAndGet() > 1) {
            return false;
          }
          exchange.getResponseHeaders().set("Retry-After", "0");
          return FakeServer.status(exchange, 429, "full");
        });
    assertThat(Ran.meso(server, "get", "apps").code()).isZero();
    assertThat(asked.get()).isEqualTo(2);
  }

  @Test
  void anErrorOfTheServerIsShownWithItsCode() {
    server.on("GET", (_, exchange) -> FakeServer.answer(exchange, 500, "a bug"));
    assertThat(Ran.meso(server, "get", "apps"))
        .isEqualTo(new Ran(1, "", "meso: Cannot list apps: a bug (HTTP 500)\n"));
  }

  @Test
  void cordonAndUncordonChangeTheSpecOnly() {
    server.put(
        Kind.AGENT, "a-1", "{\"spec\":{\"attributes\":{\"disk\":\"ssd\"}},\"status\":{\"x\":1}}");
    assertThat(Ran.meso(server, "agent", "cordon", "a-1").out()).isEqualTo("agent/a-1 cordoned\n");
    assertThat(Ran.meso(server, "agent", "cordon", "agent/a-1").out())
        .isEqualTo("agent/a-1 already cordoned\n");
    assertThat(Trees.compact(Trees.at(server.stored("agents//a-1"), "spec")))
        .isEqualTo("{\"attributes\":{\"disk\":\"ssd\"},\"unschedulable\":true}");
    assertThat(Ran.meso(server, "agent", "uncordon", "a-1").out())
        .isEqualTo("agent/a-1 uncordoned\n");
  }

  @Test
  void goneIsWrittenToAnAgentThatHadNoSpec() {
    server.put(Kind.AGENT, "a-1", "{}");
    assertThat(Ran.meso(server, "agent", "gone", "a-1").out())
        .isEqualTo("agent/a-1 declared gone\n");
    assertThat(Trees.text(server.stored("agents//a-1"), "spec.gone")).isEqualTo("true");
  }

  @Test
  void explainShowsTheLinesOfTheServer() {
    server.put(Kind.APP, "web", "{}");
    server.on(
        "GET " + FakeServer.path(Kind.APP, "/web/explain"),
        (_, exchange) ->
            FakeServer.answer(
                exchange, 200, "{\"wants\":2,\"lines\":[\"web wants 2\",\"  has 1\"]}"));
    assertThat(Ran.meso(server, "explain", "app/web"))
        .isEqualTo(new Ran(0, "web wants 2\n  has 1\n", ""));
    Ran json = Ran.meso(server, "explain", "app", "web", "-o", "json");
    assertThat(Trees.number(Trees.parse(json.out()), "wants", 0)).isEqualTo(2);
  }

  @Test
  void anExplanationWithoutLinesIsAnOutline() {
    server.put(Kind.APP, "web", "{}");
    server.on(
        "GET " + FakeServer.path(Kind.APP, "/web/explain"),
        (_, exchange) ->
            FakeServer.answer(
                exchange,
                200,
                "{\"nearestFit\":\"a-1\",\"waiting\":[{\"task\":\"web-0\",\"why\":\"x\"},\"y\"]}"));
    assertThat(Ran.meso(server, "explain", "app/web").out())
        .isEqualTo("nearest fit: a-1\nwaiting:\n  - task: web-0\n    why: x\n  - y\n");
  }

  @Test
  void scaleChangesTheReplicas() {
    server.put(Kind.APP, "web", "{\"spec\":{\"replicas\":2}}");
    assertThat(Ran.meso(server, "scale", "web", "5").out())
        .isEqualTo("app/web scaled from 2 to 5\n");
    assertThat(Ran.meso(server, "scale", "app/web", "5").out())
        .isEqualTo("app/web already has 5\n");
    assertThat(Trees.number(server.stored("apps/default/web"), "spec.replicas", 0)).isEqualTo(5);
    assertThat(Ran.meso(server, "scale", "job/web", "5").code()).isEqualTo(2);
    assertThat(Ran.meso(server, "scale", "none", "5").err()).contains("app/none not found");
  }

  @Test
  void eventsAreATable() {
    String event =
        "{\"type\":\"Warning\",\"reason\":\"Failed\",\"message\":\"Attempt 1 is Failed\","
            + "\"lastTimestamp\":\"2000-01-01T00:00:00Z\","
            + "\"involvedObject\":{\"kind\":\"Task\",\"name\":\"web-0\"}}";
    server.on(
        "GET /api/v1/namespaces/default/events",
        (_, exchange) -> FakeServer.answer(exchange, 200, "{\"items\":[" + event + "]}"));
    Ran ran = Ran.meso(server, "events", "task/web-0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("AGO ")
        .contains("Warning   Failed   task/web-0   Attempt 1 is Failed");
  }

  @Test
  void kubeconfigNamesTheServer() {
    Ran ran = Ran.meso(server, "kubeconfig");
    assertThat(ran.out()).contains("server: \"" + server.url() + "\"", "namespace: \"default\"");
  }

  @Test
  void versionShowsBoth() {
    Ran ran = Ran.meso(server, "version");
    assertThat(ran.out()).startsWith("client ").contains("server 9.9 at http://127.0.0.1:");
    Ran json = Ran.meso(server, "version", "-o", "json");
    assertThat(Trees.text(Trees.parse(json.out()), "server.version")).isEqualTo("9.9");
    assertThat(Ran.withInput("127.0.0.1:1", "", "--version").out()).startsWith("client ");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    Ran bash = Ran.meso(server, "completion", "bash");
    assertThat(bash.code()).isZero();
    assertThat(bash.out()).contains("complete -F", "describe", "uncordon", "--grace-period");
    assertThat(Ran.meso(server, "completion", "zsh").out()).startsWith("autoload");
  }

  @Test
  void rehearsalSucceedsWithCertificatesThatWereMade(@TempDir Path directory) {
    String certs = directory.resolve("certs").toString();
    Ran made = Ran.meso(server, "certs", "init", "--dir", certs, "--host", "127.0.0.1");
    assertThat(made.code()).isZero();
    assertThat(made.out()).contains("--api-client-ca " + certs + "/ca.crt");
    assertThat(
            Ran.meso(
                    server,
                    "certs",
                    "user",
                    "ann",
                    "--group",
                    "web",
                    "--dir",
                    certs,
                    "--api",
                    "https://h:1")
                .out())
        .contains("server: \"https://h:1\"", "client-key-data: ");
    assertThat(Ran.meso(server, "rehearse", certs)).isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void describeShowsTheTasksAndConditionsOfAnApp() {
    server.put(
        Kind.APP,
        "web",
        """
        {"metadata":{"labels":{"a":"b"},"generation":2},
         "spec":{"replicas":2,"template":{"spec":{"containers":[
           {"name":"main","command":["sh","-c"],"args":["a\\nb"],"ports":[{"name":"http"}],
            "resources":{"requests":{"cpu":"100m"}}}]}}},
         "status":{"phase":"Degraded","observedGeneration":2,"readyReplicas":1,"updatedReplicas":2,
         "endpoints":[{"task":"web-0","name":"http","host":"h","port":31000}],
         "conditions":[{"type":"Available","status":"False","reason":"TooFew",
           "message":"1 of 2 run","lastTransitionTime":"2026-01-01T03:00:00Z"}]}}
        """);
    server.put(
        Kind.TASK,
        "web-0",
        """
        {"metadata":{"ownerReferences":[{"kind":"App","name":"web","uid":"uid-web"}]},
         "status":{"phase":"Running","attempt":1,"agent":"a-1"}}
        """);
    server.put(Kind.TASK, "other", "{}");
    assertThat(Ran.meso(server, "describe", "app/web").out())
        .isEqualTo(
            """
            App         web
            Namespace   default
            Phase       Degraded
            Created     3h5m ago
            Labels      a=b
            Uid         uid-web
            Ready       1/2 ready
            Container main
              Command    sh -c a; b
              Requests   cpu=100m
              Ports      http
            Endpoints
              web-0 http   h:31000
            Tasks
              NAME    PHASE     AGENT   ATTEMPT   RESTARTS   EXIT   AGE    REASON
              web-0   Running   a-1     1         0          -      3h5m   -
            Conditions
              TYPE        STATUS   SINCE    REASON   MESSAGE
              Available   False    5m ago   TooFew   1 of 2 run
            """);
  }

  @Test
  void describeShowsWhatRunsOnAnAgent() {
    server.put(
        Kind.AGENT, "a-1", "{\"status\":{\"phase\":\"Ready\",\"capacity\":{\"cpu\":\"2\"}}}");
    server.put(Kind.TASK, "here", "{\"status\":{\"phase\":\"Running\",\"agent\":\"a-1\"}}");
    server.put(Kind.TASK, "past", "{\"status\":{\"phase\":\"Failed\",\"agent\":\"a-1\"}}");
    assertThat(Ran.meso(server, "describe", "agent", "a-1").out())
        .contains("Offers    cpu=2", "default     here")
        .doesNotContain("past");
  }

  @Test
  void describeShowsWhereATaskIsPlacedAndWhatAnAgentIsKeptFor() {
    server.put(
        Kind.TASK,
        "p",
        """
        {"spec":{"queue":"eng.web","priority":7,"activeDeadlineSeconds":60,
         "constraints":[{"attribute":"rack","operator":"In","values":["r1","r2"]},
           {"attribute":"agent","operator":"Apart","tasks":{"matchLabels":{"app":"db"}}}],
         "preferences":[{"weight":-5,"attribute":"old","operator":"Exists"}],
         "spread":[{"attribute":"rack"}],"tolerations":[{"operator":"Exists"},{"key":"gpu"}]},
         "status":{"phase":"Pending","attempt":0,"nominatedAgent":"a-9"}}
        """);
    assertThat(Ran.meso(server, "describe", "task", "p").out())
        .containsPattern("Room is made on +a-9\n")
        .containsPattern("Queue +eng.web\n")
        .containsPattern("Priority +7\n")
        .containsPattern("Runs at most +60 s\n")
        .containsPattern("Constraints +rack In r1,r2; agent Apart app=db\n")
        .containsPattern("Preferences +-5: old Exists\n")
        .containsPattern("Spread over +rack\n")
        .containsPattern("Tolerates +everything, gpu\n");
    server.put(
        Kind.AGENT,
        "kept",
        """
        {"spec":{"taints":[{"key":"gpu","value":"big","effect":"NoSchedule"}],
         "maintenance":[{"start":"2026-01-31T12:00:00Z","end":"2026-01-31T13:00:00Z"}],
         "reservations":[{"queue":"web","resources":{"cpu":"2"}}]},"status":{"phase":"Ready"}}
        """);
    assertThat(Ran.meso(server, "describe", "agent", "kept").out())
        .containsPattern("Taints +gpu=big:NoSchedule\n")
        .containsPattern("Maintenance +2026-01-31T12:00:00Z to 2026-01-31T13:00:00Z\n")
        .containsPattern("Kept for web +cpu=2\n");
  }

  @Test
  void describeShowsTheHistoryOfATaskNewestFirst() {
    server.put(
        Kind.TASK,
        "t",
        """
        {"status":{"phase":"Running","attempt":2,"history":[
         {"at":"2026-01-01T03:00:00Z","attempt":1,"phase":"Failed","agent":"a-1","reason":"Error"},
         {"at":"2026-01-01T03:04:00Z","attempt":2,"phase":"Running","agent":"a-2"}]}}
        """);
    assertThat(Ran.meso(server, "describe", "task/t").out())
        .contains(
            """
            History, newest first
              WHEN     PHASE     ATTEMPT   AGENT   REASON
              1m ago   Running   2         a-2     -
              5m ago   Failed    1         a-1     Error
            """);
  }
}
