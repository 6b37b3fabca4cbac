package dev.meso.controller.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.controller.apiserver.auth.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, asked over HTTP with bearer tokens. */
class SecurityTest {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String ROLES = RBAC + "/namespaces/default/roles";
  private static final String BINDINGS = RBAC + "/namespaces/default/rolebindings";
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Path tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        """
        root-0123456789abc,root,0,"system:masters"
        ann-0123456789abcd,ann,1,"web"
        bob-0123456789abcd,bob,2
        """);
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    server = TestServer.start(new Access(Optional.empty(), Optional.of(tokens)));
    TestServer.until(
        "the roles of the start",
        () -> as("root", "GET", RBAC + "/clusterroles/submit", "").code() == 200);
    TestServer.until(
        "namespace default",
        () -> as("root", "GET", TestServer.NAMESPACES + "/default", "").code() == 200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer as(String user, String method, String path, String body) {
    return as(user, method, path, body, Map.of());
  }

  private Answer as(
      String user, String method, String path, String body, Map<String, String> headers) {
    Map<String, String> all = new java.util.TreeMap<>(headers);
    if (!user.isEmpty()) {
      all.put("Authorization", "Bearer " + (user + "-0123456789abcd").substring(0, 18));
    }
    return server.send(method, path, all, body);
  }

  private void bind(String role, String subject) {
    Answer made =
        as(
            "root",
            "POST",
            BINDINGS,
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
             "metadata":{"generateName":"b-"},"subjects":[%s],
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"}}
            """
                .replaceFirst("%s", subject)
                .replaceFirst("%s", role));
    assertThat(made.code()).isEqualTo(201);
  }

  private static String user(String name) {
    return "{\"kind\":\"User\",\"name\":\"" + name + "\"}";
  }

  @Test
  void nobodyComesInWithoutSayingWhoHeIs() {
    Answer answer = as("", "GET", TestServer.APPS, "");
    assertThat(answer.code()).isEqualTo(401);
    assertThat(answer.at("reason")).isEqualTo("Unauthorized");
    assertThat(as("", "GET", "/metrics", "").code()).isEqualTo(401);
    assertThat(as("", "GET", "/no/such/page", "").code()).isEqualTo(401);
    assertThat(as("", "GET", "/readyz", "").code()).isEqualTo(200);
    assertThat(as("", "GET", "/version", "").code()).isEqualTo(200);
    assertThat(as("mallory", "GET", "/readyz", "").code()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic cm9vdDpyb290", "Bearer", "Bearer ", "bearer x y", "root"})
  void whatIsNoTokenIsNoToken(String header) {
    assertThat(server.send("GET", "/readyz", Map.of("Authorization", header), "").code())
        .isEqualTo(401);
  }

  @Test
  void aRefusalSaysWhoCannotDoWhatWhere() {
    Answer answer = as("ann", "GET", TestServer.APPS + "/web", "");
    assertThat(answer.code()).isEqualTo(403);
    assertThat(answer.at("reason")).isEqualTo("Forbidden");
    assertThat(answer.at("message"))
        .startsWith(
            "apps.meso.dev \"web\" is forbidden: User \"ann\" cannot get resource \"apps\" in API"
                + " group \"meso.dev\" in the namespace \"default\"");
    assertThat(as("ann", "GET", "/apis/meso.dev/v1/agents", "").at("message"))
        .contains("cannot list resource \"agents\" in API group \"meso.dev\" at the cluster scope");
    assertThat(as("ann", "GET", "/metrics", "").at("message"))
        .startsWith("forbidden: User \"ann\" cannot get path \"/metrics\"");
    assertThat(as("ann", "GET", "/apis", "").code()).isEqualTo(200);
    assertThat(as("root", "GET", "/metrics", "").code()).isEqualTo(200);
  }

  @Test
  void aRoleGivesWhatItSaysInItsNamespaceAlone() {
    bind("view", "{\"kind\":\"Group\",\"name\":\"web\"}");
    TestServer.until("the binding", () -> as("ann", "GET", TestServer.APPS, "").code() == 200);
    assertThat(as("ann", "GET", "/apis/meso.dev/v1/apps", "").code()).isEqualTo(403);
    assertThat(as("ann", "POST", TestServer.APPS, TestServer.app("web", 1)).code()).isEqualTo(403);
    assertThat(as("bob", "GET", TestServer.APPS, "").code()).isEqualTo(403);
    bind("edit", user("bob"));
    TestServer.until(
        "the second binding",
        () -> as("bob", "POST", TestServer.APPS, TestServer.app("web", 1)).code() == 201);
    assertThat(as("bob", "GET", TestServer.APPS + "/web/scale", "").code()).isEqualTo(200);
    assertThat(as("bob", "GET", BINDINGS, "").code()).isEqualTo(403);
    assertThat(as("ann", "GET", TestServer.APPS + "/web", "").code()).isEqualTo(200);
    assertThat(as("ann", "DELETE", TestServer.APPS + "/web", "").code()).isEqualTo(403);
  }

  @Test
  void viewOfTheClusterReadsQueuesAndOnlyAClusterAdminWritesThem() {
    for (String role : List.of("view", "admin")) {
      Answer bound =
          as(
              "root",
              "POST",
              "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
              """
              {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
               "metadata":{"generateName":"q-"},"subjects":[%s],
               "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"}}
              """
                  .replaceFirst("%s", user(role.equals("view") ? "ann" : "bob"))
                  .replaceFirst("%s", role));
      assertThat(bound.code()).isEqualTo(201);
    }
    String queue =
        "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Queue\",\"metadata\":{\"name\":\"eng\"}}";
    TestServer.until(
        "the bindings",
        () ->
            as("ann", "GET", TestServer.QUEUES, "").code() == 200
                && as("bob", "GET", TestServer.QUEUES, "").code() == 200);
    assertThat(as("ann", "POST", TestServer.QUEUES, queue).code()).isEqualTo(403);
    assertThat(as("bob", "POST", TestServer.QUEUES, queue).code()).isEqualTo(403);
    assertThat(as("root", "POST", TestServer.QUEUES, queue).code()).isEqualTo(201);
    assertThat(as("ann", "GET", TestServer.QUEUES + "/eng", "").code()).isEqualTo(200);
    assertThat(as("bob", "DELETE", TestServer.QUEUES + "/eng", "").code()).isEqualTo(403);
  }

  @Test
  void whoHandsInWorkNeedNotSeeAny() {
    bind("submit", user("bob"));
    TestServer.until(
        "the binding",
        () -> as("bob", "POST", TestServer.APPS, TestServer.app("web", 1)).code() == 201);
    assertThat(as("bob", "GET", TestServer.APPS + "/web", "").code()).isEqualTo(403);
    assertThat(as("bob", "PUT", TestServer.APPS + "/web", "").code()).isEqualTo(403);
  }

  private static String queued(String name, String fields) {
    return TestServer.app(name, 1).replace("\"containers\"", fields + ",\"containers\"");
  }

  private void allow(String verb, String queue) {
    Answer made =
        as(
            "root",
            "POST",
            RBAC + "/clusterroles",
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
             "metadata":{"name":"%verb-%queue"},
             "rules":[{"verbs":["%verb"],"apiGroups":["meso.dev"],"resources":["queues"],
                       "resourceNames":["%queue"]}]}
            """
                .replace("%verb", verb)
                .replace("%queue", queue));
    assertThat(made.code()).isEqualTo(201);
    bind(verb + "-" + queue, user("ann"));
  }

  @Test
  void whoHasNoRightOnAQueueHasNoWorkInIt() {
    bind("edit", user("ann"));
    TestServer.until(
        "the binding",
        () -> as("ann", "POST", TestServer.APPS, TestServer.app("free", 1)).code() == 201);
    String inQueue = queued("web", "\"queue\":\"eng.web\"");
    Answer refused = as("ann", "POST", TestServer.APPS, inQueue);
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.message())
        .contains("user \"ann\" expected the verb \"use\" on queues.meso.dev \"eng.web\"");
    // Whoever is let in by the queue above is let in; changing what is there needs the right too.
    assertThat(as("root", "POST", TestServer.APPS, inQueue).code()).isEqualTo(201);
    String patch = "{\"spec\":{\"replicas\":2}}";
    Map<String, String> merge = Map.of("Content-Type", "application/merge-patch+json");
    String web = TestServer.APPS + "/web";
    assertThat(as("ann", "PATCH", web, patch, merge).code()).isEqualTo(403);
    allow("use", "eng");
    TestServer.until("the right", () -> as("ann", "PATCH", web, patch, merge).code() == 200);
    String engine = queued("engine", "\"queue\":\"engine\"");
    assertThat(as("ann", "POST", TestServer.APPS, engine).code()).isEqualTo(403);
  }

  @Test
  void aPriorityThatHasOthersEndedNeedsARight() {
    bind("edit", user("ann"));
    TestServer.until(
        "the binding",
        () -> as("ann", "POST", TestServer.APPS, queued("low", "\"priority\":-5")).code() == 201);
    String high = queued("high", "\"priority\":5");
    assertThat(as("ann", "POST", TestServer.APPS, high).message())
        .contains("the verb \"prioritize\" on queues.meso.dev \"default\"");
    allow("prioritize", "default");
    TestServer.until("the right", () -> as("ann", "POST", TestServer.APPS, high).code() == 201);
  }

  @Test
  void rightsThatAreTakenAwayAreGone() {
    bind("view", user("ann"));
    TestServer.until("the binding", () -> as("ann", "GET", TestServer.APPS, "").code() == 200);
    String name = as("root", "GET", BINDINGS, "").at("items.0.metadata.name");
    assertThat(as("root", "DELETE", BINDINGS + "/" + name, "").code()).isEqualTo(200);
    TestServer.until("the end", () -> as("ann", "GET", TestServer.APPS, "").code() == 403);
  }

  @Test
  void nobodyGivesMoreThanHeHas() {
    bind("admin", user("ann"));
    TestServer.until("the binding", () -> as("ann", "GET", ROLES, "").code() == 200);
    String role =
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"%s"},
         "rules":[{"verbs":["%s"],"apiGroups":["meso.dev"],"resources":["apps"]}]}
        """;
    assertThat(
            as("ann", "POST", ROLES, role.replaceFirst("%s", "a").replaceFirst("%s", "get")).code())
        .isEqualTo(201);
    Answer refused = as("ann", "POST", ROLES, role.replaceFirst("%s", "b").replaceFirst("%s", "*"));
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.at("message")).contains("rights that he does not have: rule 0");
    Answer raised =
        server.send(
            "PATCH",
            ROLES + "/a",
            Map.of(
                "Authorization",
                "Bearer ann-0123456789abcd",
                "Content-Type",
                "application/json-patch+json"),
            "[{\"op\":\"add\",\"path\":\"/rules/0/verbs/-\",\"value\":\"escalate\"}]");
    assertThat(raised.code()).isEqualTo(403);
    String binding =
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
         "metadata":{"name":"%s"},"subjects":[{"kind":"User","name":"bob"}],
         "roleRef":{"kind":"ClusterRole","name":"%s"}}
        """;
    assertThat(
            as("ann", "POST", BINDINGS, binding.replaceFirst("%s", "x").replaceFirst("%s", "edit"))
                .code())
        .isEqualTo(201);
    for (String more : new String[] {"cluster-admin", "does-not-exist"}) {
      assertThat(
              as("ann", "POST", BINDINGS, binding.replaceFirst("%s", "y").replaceFirst("%s", more))
                  .code())
          .isEqualTo(403);
    }
  }

  @Test
  void whoActsForAnotherHasTheOthersRights() {
    Map<String, String> forAnn = Map.of("Impersonate-User", "ann");
    assertThat(as("root", "GET", TestServer.APPS, "", forAnn).code()).isEqualTo(403);
    bind("view", user("ann"));
    TestServer.until(
        "the binding", () -> as("root", "GET", TestServer.APPS, "", forAnn).code() == 200);
    Answer refused = as("bob", "GET", TestServer.APPS, "", forAnn);
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.at("message"))
        .contains("User \"bob\" cannot impersonate resource \"users\"");
    assertThat(as("bob", "GET", "/apis", "", Map.of("Impersonate-Group", "system:masters")).code())
        .isEqualTo(400);
    assertThat(
            as(
                    "ann",
                    "GET",
                    TestServer.APPS,
                    "",
                    Map.of("Impersonate-User", "ann", "Impersonate-Group", "system:masters"))
                .code())
        .isEqualTo(403);
  }

  @Test
  void oneCanAskWhatOneMayDo() {
    bind("view", user("ann"));
    TestServer.until("the binding", () -> as("ann", "GET", TestServer.APPS, "").code() == 200);
    String question =
        "{\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"%s\","
            + "\"group\":\"meso.dev\",\"resource\":\"apps\"}}}";
    Answer yes = as("ann", "POST", ACCESS, question.replace("%s", "list"));
    assertThat(yes.at("status.allowed")).isEqualTo("true");
    assertThat(yes.at("status.reason")).contains("of ClusterRole \"view\"");
    assertThat(as("ann", "POST", ACCESS, question.replace("%s", "delete")).at("status.allowed"))
        .isEqualTo("false");
    assertThat(
            as(
                    "ann",
                    "POST",
                    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                    "{\"spec\":{\"namespace\":\"default\"}}")
                .body())
        .contains("apps/explain")
        .doesNotContain("rolebindings");
    assertThat(as("ann", "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}").body())
        .contains("\"username\":\"ann\"")
        .contains("\"web\"");
  }

  @Test
  void anAdminsOwnVersionOfABuiltInRoleStays() {
    Answer patched =
        server.send(
            "PATCH",
            RBAC + "/clusterroles/view",
            Map.of(
                "Authorization",
                "Bearer root-0123456789abc",
                "Content-Type",
                "application/merge-patch+json"),
            "{\"rules\":[]}");
    assertThat(patched.code()).isEqualTo(200);
    bind("view", user("ann"));
    assertThat(as("ann", "GET", TestServer.APPS, "").code()).isEqualTo(403);
  }

  @Test
  void aSnapshotIsForWhoeverHasTheRightInTheWholeCluster() {
    String latest = "/apis/meso.dev/v1/snapshots/latest";
    bind("view", user("ann"));
    bind("snapshot", user("ann"));
    TestServer.until("the role", () -> as("ann", "GET", TestServer.APPS, "").code() == 200);

    Answer refused = as("ann", "GET", latest, "");

    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.message()).contains("cannot get resource \"snapshots\"");
    assertThat(as("root", "GET", latest, "").code()).isEqualTo(200);
  }

  @Test
  void aPlanIsMadeOnlyOfWhatOneMaySee() {
    String plans = "/apis/meso.dev/v1/namespaces/default/plans";
    String everywhere = "/apis/meso.dev/v1/plans";
    String plan = "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"Plan\",\"spec\":{\"objects\":[%s]}}";
    String app = plan.replace("%s", TestServer.app("web", 1));
    assertThat(as("ann", "POST", plans, app).code()).isEqualTo(403);

    bind("view", user("ann"));
    TestServer.until("the role", () -> as("ann", "POST", plans, app).code() == 201);

    assertThat(as("ann", "POST", everywhere, app).code()).isEqualTo(403);
    String other = plan.replace("%s", TestServer.app("web", 1, ",\"namespace\":\"kept\""));
    assertThat(as("ann", "POST", plans, other).message()).contains("namespace default as the URL");
    String role =
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},
         "rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}
        """;
    Answer unseen = as("ann", "POST", plans, plan.replace("%s", role));
    assertThat(unseen.code()).isEqualTo(403);
    assertThat(unseen.message()).contains("cannot get resource \"roles\"");
  }
}
