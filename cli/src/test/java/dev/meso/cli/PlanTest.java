package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class PlanTest {
  private static final String WEB =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata: {name: web}
      spec:
        replicas: 2
        template: {spec: {containers: [{name: main, command: [sleep, "1"]}]}}
      """;
  private static final String PLANS = "POST /apis/meso.dev/v1/namespaces/default/plans";

  @TempDir Path dir;
  private final FakeServer server = new FakeServer();
  private Path file = Path.of("web.yaml");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(dir.resolve("web.yaml"), WEB);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void changesAndWhatTheSchedulerWouldDoAreShownWithATokenAndStatusTwo() {
    plans(
        """
        {"toCreate":0,"toUpdate":1,"unchanged":0,"refused":0,"settled":true,"objects":[
         {"apiVersion":"meso.dev/v1","kind":"App","namespace":"default","name":"web",
          "action":"update","resourceVersion":"101",
          "differences":[{"path":"spec.replicas","old":2,"new":5},
                         {"path":"metadata.labels.a","old":"x"}],
          "forecast":{"placed":3,"placedLater":1,"replaced":2,"steps":1,"stopped":0,"pending":1,
            "agents":{"a1":2,"a2":3},"agentsLeftOut":0,
            "why":{"lines":["web wants 5, has 4","  web-4 Pending: waits for an agent"]}}}]}
        """);
    Ran ran = plan();

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out())
        .startsWith(
            """
            ~ app/web
                spec.replicas: 2 -> 5
                metadata.labels.a: x -> (none)
                3 placed, 1 of them after others end
                2 replaced in 1 step
                on a1 (2), a2 (3)
                1 pending:
                  web-4 Pending: waits for an agent

            0 to create, 1 to change, 0 unchanged

            Token: p1-2t.\
            """);
    assertThat(Trees.text(server.bodies.getLast(), "spec.schedule")).isEqualTo("true");
  }

  @Test
  void nothingToDoIsStatusZeroWithoutAToken() {
    plans(
        """
        {"toCreate":0,"toUpdate":0,"unchanged":1,"refused":0,"objects":[
         {"apiVersion":"meso.dev/v1","kind":"App","name":"web","action":"unchanged",
          "resourceVersion":"101","differences":[]}]}
        """);

    assertThat(plan())
        .isEqualTo(
            new Ran(0, "  app/web  unchanged\n\n0 to create, 0 to change, 1 unchanged\n", ""));
  }

  @Test
  void whatIsRefusedIsStatusOneAndHasNoToken() {
    plans(
        """
        {"toCreate":0,"toUpdate":0,"unchanged":0,"refused":1,"objects":[
         {"apiVersion":"meso.dev/v1","kind":"App","name":"web","action":"refused",
          "reason":"Invalid","message":"App is invalid: spec.replicas: too many"}]}
        """);
    Ran ran = plan();

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("! app/web", "refused: App is invalid: spec.replicas", "1 refused")
        .doesNotContain("Token");
  }

  @Test
  void diffShowsOldAndNewLinesAndDoesNotAskTheScheduler() {
    plans(
        """
        {"toCreate":0,"toUpdate":1,"unchanged":0,"refused":0,"objects":[
         {"apiVersion":"meso.dev/v1","kind":"App","namespace":"default","name":"web",
          "action":"update","resourceVersion":"101",
          "differences":[{"path":"spec.replicas","old":2,"new":5}]}]}
        """);
    Ran ran = Ran.meso(server, "diff", "-f", file.toString());

    assertThat(ran)
        .isEqualTo(
            new Ran(
                2,
                """
                --- server app/web
                +++ files app/web
                - spec.replicas: 2
                + spec.replicas: 5
                """,
                ""));
    assertThat(Trees.text(server.bodies.getLast(), "spec.schedule")).isEqualTo("false");
  }

  @Test
  void everyErrorIsStatusOneBecauseTwoMeansChanges() throws IOException {
    assertThat(Ran.meso(server, "plan", "--bogus").code()).isEqualTo(1);
    assertThat(Ran.meso(server, "diff").code()).isEqualTo(1);
    assertThat(Ran.meso(server, "plan", "-f", "/no/such/file").code()).isEqualTo(1);
    Files.writeString(file, WEB.replace("replicas", "replicaz"));
    assertThat(plan().code()).isEqualTo(1);
    assertThat(Ran.withInput("http://127.0.0.1:1", WEB, "plan", "-f", "-").code()).isEqualTo(1);
  }

  @Test
  void jsonHasTheServersAnswerAndTheToken() {
    plans(CREATES);
    Ran ran = Ran.meso(server, "plan", "-o", "json", "-f", file.toString());

    assertThat(ran.code()).isEqualTo(2);
    ObjectNode document = Trees.parse(ran.out());
    assertThat(Trees.number(document, "toCreate", 0)).isEqualTo(1);
    assertThat(Trees.text(document, "token")).matches("p1-0\\.[0-9a-f]{32}");
  }

  @Test
  void plannedChangeIsWrittenAtTheRevisionThatWasPlanned() throws IOException {
    apply();
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 5"));
    String token = token(updates());

    assertThat(apply("--plan", token)).isEqualTo(new Ran(0, "app/web configured\n", ""));
    assertThat(Trees.number(web(), "spec.replicas", 0)).isEqualTo(5);
  }

  @Test
  void whatChangedSinceThePlanIsNamedAndNotWritten() throws IOException {
    apply();
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 5"));
    String token = token(updates());
    server.put(Kind.APP, "web", Trees.compact(web()));
    Ran ran = apply("--plan", token);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("app/web has changed since it was planned, and was not written");
    assertThat(Trees.number(web(), "spec.replicas", 0)).isEqualTo(2);
  }

  @Test
  void objectThatWasMadeSinceThePlanIsNotOverwritten() {
    String token = token(CREATES);
    server.put(Kind.APP, "web", "{\"spec\":{\"replicas\":9}}");
    Ran ran = apply("--plan", token);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("app/web has changed since it was planned");
    assertThat(Trees.number(web(), "spec.replicas", 0)).isEqualTo(9);
  }

  @Test
  void objectThatWentSinceThePlanIsNotMadeAnew() throws IOException {
    apply();
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 5"));
    String token = token(updates());
    server.remove(Kind.APP, "web");
    Ran ran = apply("--plan", token);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("it was deleted");
    assertThat(server.objects).isEmpty();
  }

  @Test
  void otherFilesThanThosePlannedAreNotSent() throws IOException {
    String token = token(CREATES);
    Files.writeString(file, WEB.replace("replicas: 2", "replicas: 3"));
    server.requests.clear();
    Ran ran = apply("--plan", token);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("app/web in these files is not what was planned");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void whatIsNoTokenIsRefusedWithWhatWasExpected() {
    for (String text :
        new String[] {"", "p1", "p2-0.00", "p1-0.xyz", "p1-" + "z".repeat(13) + "."}) {
      Ran ran = apply("--plan", text);
      assertThat(ran.code()).as(text).isEqualTo(2);
      assertThat(ran.err()).contains("expected a token as 'meso plan' prints it");
    }
    assertThat(server.requests).isEmpty();
  }

  private static final String CREATES =
      """
      {"toCreate":1,"toUpdate":0,"unchanged":0,"refused":0,"objects":[
       {"apiVersion":"meso.dev/v1","kind":"App","name":"web","action":"create","differences":[]}]}
      """;

  private String updates() {
    return """
    {"toCreate":0,"toUpdate":1,"unchanged":0,"refused":0,"objects":[
     {"apiVersion":"meso.dev/v1","kind":"App","name":"web","action":"update",
      "resourceVersion":"REVISION","differences":[]}]}
    """
        .replace("REVISION", Trees.text(web(), "metadata.resourceVersion"));
  }

  private String token(String status) {
    plans(status);
    String out = plan().out();
    return out.substring(out.indexOf("Token: ") + "Token: ".length()).strip();
  }

  private void plans(String status) {
    String body = "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Plan\",\"status\":" + status + "}";
    server.on(PLANS, (_, exchange) -> FakeServer.answer(exchange, 201, body));
  }

  private Ran plan() {
    return Ran.meso(server, "plan", "-f", file.toString());
  }

  private Ran apply(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "apply";
    args[1] = "-f";
    args[2] = file.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return Ran.meso(server, args);
  }

  private ObjectNode web() {
    return server.stored("apps/default/web");
  }
}
