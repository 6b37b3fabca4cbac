package dev.meso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetTest {
  private final FakeServer server = new FakeServer();

  @BeforeEach
  void objects() {
    server.put(
        Kind.APP,
        "web",
        """
        {"metadata":{"labels":{"tier":"front"}},"spec":{"replicas":3},
         "status":{"phase":"Progressing","readyReplicas":2,"updatedReplicas":3,"revision":"abc",
         "endpoints":[{"task":"web-0","name":"http","host":"10.0.0.1","port":31000}]}}
        """);
    server.put(
        Kind.APP, "api", "{\"metadata\":{\"namespace\":\"prod\"},\"spec\":{\"replicas\":1}}");
    server.put(
        Kind.JOB,
        "words",
        """
        {"spec":{"completions":4},"status":{"phase":"Running","active":2,"succeeded":1,"failed":1,
         "startTime":"2026-01-01T03:00:00Z"}}
        """);
    server.put(
        Kind.TASK,
        "web-0",
        """
        {"metadata":{"ownerReferences":[{"kind":"App","name":"web","uid":"uid-web"}]},
         "status":{"phase":"Running","attempt":2,"agent":"a-1","restarts":1,
         "ports":{"http":31000},"host":"10.0.0.1"}}
        """);
    server.put(
        Kind.TASK,
        "once",
        "{\"status\":{\"phase\":\"Failed\",\"attempt\":1,\"signal\":9,\"reason\":\"OutOfMemory\"}}");
    server.put(
        Kind.AGENT,
        "a-1",
        """
        {"spec":{"unschedulable":true},
         "status":{"phase":"Ready","capacity":{"cpu":"4","memory":"8Gi"},"version":"1"}}
        """);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void tablesAreAlignedAndShort() {
    Ran ran = Ran.meso(server, "get", "apps");
    assertThat(ran.out())
        .isEqualTo(
            """
            NAME   READY   UP-TO-DATE   PHASE         AGE
            web    2/3     3            Progressing   3h5m
            """);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  @Test
  void withoutKindAppsJobsAndTasksAreShownWithTheirKinds() {
    assertThat(Ran.meso(server, "get").out())
        .isEqualTo(
            """
            NAME      READY   UP-TO-DATE   PHASE         AGE
            app/web   2/3     3            Progressing   3h5m

            NAME        DONE   ACTIVE   FAILED   PHASE     AGE
            job/words   1/4    2        1        Running   3h5m

            NAME         PHASE     AGENT   ATTEMPT   RESTARTS   EXIT   AGE    REASON
            task/once    Failed    -       1         0          SIG9   3h5m   OutOfMemory
            task/web-0   Running   a-1     2         1          -      3h5m   -
            """);
  }

  @Test
  void wideHasMoreColumns() {
    assertThat(Ran.meso(server, "get", "app", "web", "-o", "wide").out())
        .contains("REVISION   ENDPOINTS", "abc        10.0.0.1:31000");
    assertThat(Ran.meso(server, "get", "tasks", "-o", "wide").out())
        .contains("http=31000", "app/web");
    assertThat(Ran.meso(server, "get", "job/words", "-o", "wide").out()).contains("5m");
  }

  @Test
  void allNamespacesAreNamedInAColumn() {
    assertThat(Ran.meso(server, "get", "apps", "-A").out())
        .isEqualTo(
            """
            NAMESPACE   NAME   READY   UP-TO-DATE   PHASE         AGE
            default     web    2/3     3            Progressing   3h5m
            prod        api    0/1     0            Pending       3h5m
            """);
  }

  @Test
  void anotherNamespaceIsNamedByOption() {
    assertThat(Ran.meso(server, "get", "apps", "-n", "prod").out()).contains("api");
  }

  @Test
  void queuesShowTheirShares() {
    server.put(
        Kind.QUEUE,
        "web.batch",
        """
        {"spec":{"weight":3,"guarantee":{"cpu":"4","memory":"1Gi"},"limit":{"cpu":"20"},
         "maxTasks":200,"placement":"Pack"}}
        """);
    assertThat(Ran.meso(server, "get", "queues").out())
        .containsPattern("NAME +WEIGHT +GUARANTEE +LIMIT +MAX TASKS +AGE\n")
        .containsPattern("web.batch +3 +cpu=4,memory=1Gi +cpu=20 +200 +[0-9hm]+\n");
    assertThat(Ran.meso(server, "get", "queue", "web.batch", "-o", "wide").out())
        .containsPattern("PLACEMENT\n.* Pack\n");
    assertThat(Ran.meso(server, "describe", "queue", "web.batch").out())
        .containsPattern("Under +web\n")
        .containsPattern("Guarantee +cpu=4,memory=1Gi\n")
        .containsPattern("Tasks at most +200\n")
        .doesNotContain("Phase");
  }

  @Test
  void agentsShowThatTheyAreCordoned() {
    assertThat(Ran.meso(server, "get", "agents").out())
        .isEqualTo(
            """
            NAME   PHASE            CPU   MEMORY   AGE
            a-1    Ready,Cordoned   4     8Gi      3h5m
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apps", "app", "App", "APPS", "app.meso.dev", "apps.v1.meso.dev"})
  void kindsHaveSeveralSpellings(String word) {
    assertThat(Ran.meso(server, "get", word, "-o", "name").out()).isEqualTo("app/web\n");
  }

  @Test
  void oneObjectAsJsonIsTheObject() {
    Ran ran = Ran.meso(server, "get", "app/web", "-o", "json");
    assertThat(Trees.text(Trees.parse(ran.out()), "metadata.uid")).isEqualTo("uid-web");
  }

  @Test
  void severalObjectsAsJsonAreAList() {
    Ran ran = Ran.meso(server, "get", "apps,jobs", "-o", "json");
    assertThat(Trees.text(Trees.parse(ran.out()), "kind")).isEqualTo("List");
    assertThat(Trees.list(Trees.parse(ran.out()), "items")).hasSize(2);
    Ran two = Ran.meso(server, "get", "app/web", "job/words", "-o", "json");
    assertThat(Trees.list(Trees.parse(two.out()), "items")).hasSize(2);
  }

  @Test
  void yamlCanBeReadBack() {
    server.put(Kind.APP, "odd", "{\"spec\":{\"a\":\"true\",\"b\":\"1\",\"c\":[{\"d\":\"x: y\"}]}}");
    assertThat(Ran.meso(server, "get", "app/odd", "-o", "yaml").out())
        .contains("spec:\n  a: \"true\"\n  b: \"1\"\n  c:\n  - d: \"x: y\"\n");
  }

  @Test
  void theSelectorIsSentToTheServer() {
    Ran.meso(server, "get", "apps", "-l", "tier=front,x!=y");
    assertThat(server.requests)
        .containsExactly(
            "GET /apis/meso.dev/v1/namespaces/default/apps?labelSelector=tier%3Dfront%2Cx%21%3Dy");
  }

  @Test
  void nothingFoundIsSaidOnStandardErrorOnly() {
    Ran ran = Ran.meso(server, "get", "jobs", "-n", "prod");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("No jobs in namespace prod.\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void aMissingNameFailsAfterTheOthersAreShown() {
    Ran ran = Ran.meso(server, "get", "app", "wep", "web");
    assertThat(ran.out()).contains("web ");
    assertThat(ran.err())
        .isEqualTo("meso: app/wep not found in namespace default; did you mean 'web'?\n");
    assertThat(ran.code()).isEqualTo(3);
  }

  @Test
  void aNameOfAnotherNamespaceIsPointedAt() {
    assertThat(Ran.meso(server, "get", "app/api").err())
        .isEqualTo(
            "meso: app/api not found in namespace default; there is one in namespace prod\n");
  }

  @Test
  void deletedObjectsShowIt() {
    server.put(
        Kind.APP,
        "old",
        "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},"
            + "\"status\":{\"phase\":\"Running\"}}");
    assertThat(Ran.meso(server, "get", "app/old").out()).contains("Deleting");
  }
}
