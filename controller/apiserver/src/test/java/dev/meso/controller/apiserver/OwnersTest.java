package dev.meso.controller.apiserver;

import static dev.meso.controller.apiserver.TestServer.APPS;
import static dev.meso.controller.apiserver.TestServer.JOBS;
import static dev.meso.controller.apiserver.TestServer.NAMESPACES;
import static dev.meso.controller.apiserver.TestServer.TASKS;
import static dev.meso.controller.apiserver.TestServer.app;
import static dev.meso.controller.apiserver.TestServer.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Objects that other objects own, deleted with them or set free. The test is the leader. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnersTest {
  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";
  private static final String CLUSTER_ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Creates an App without tasks and gives its uid. */
  private String made(String name, String... owners) {
    String references =
        owners.length == 0 ? "" : ",\"ownerReferences\":[" + String.join(",", owners) + "]";
    Answer made = server.post(APPS, app(name, 0, references));
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    return made.at("metadata.uid");
  }

  private static String owner(String kind, String name, String uid, boolean blocks) {
    return "{\"apiVersion\":\""
        + (kind.equals("Role") ? "rbac.authorization.k8s.io/v1" : "meso.dev/v1")
        + "\",\"kind\":\""
        + kind
        + "\",\"name\":\""
        + name
        + "\",\"uid\":\""
        + uid
        + "\",\"blockOwnerDeletion\":"
        + blocks
        + "}";
  }

  private static String owner(String name, String uid) {
    return owner("App", name, uid, false);
  }

  private void delete(String name, String policy) {
    Answer answer = server.delete(APPS + "/" + name + "?propagationPolicy=" + policy);
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
  }

  /** What the leader does with an App that is deleted, has no tasks and waits for nobody. */
  private void removeAsLeader(String name) {
    App app = server.stored(App.class, server.spec(Kind.APP, "default", name));
    assertThat(app.metadata().deleting()).as(name).isTrue();
    assertThat(app.metadata().finalizers()).as(name).isEmpty();
    server.commit(server.remove(server.spec(Kind.APP, "default", name)));
  }

  private boolean deleting(String name) {
    return !server.get(APPS + "/" + name).at("metadata.deletionTimestamp").isEmpty();
  }

  private boolean free(String name) {
    return server.get(APPS + "/" + name).at("metadata.finalizers.0").isEmpty();
  }

  /** Everything that was to be done before this was asked for has been done. */
  private void settled() {
    String uid = made("settled-owner");
    server.delete(APPS + "/settled-owner");
    removeAsLeader("settled-owner");
    made("zz-settled", owner("settled-owner", uid));
    TestServer.until("settled", () -> deleting("zz-settled"));
    removeAsLeader("zz-settled");
    TestServer.until("gone", () -> server.get(APPS + "/zz-settled").code() == 404);
  }

  @Test
  void anObjectIsDeletedWhenItsOwnerIsGoneAndNotBefore() {
    String uid = made("bg-owner");
    made("bg-child", owner("bg-owner", uid));
    made("bg-other");
    delete("bg-owner", "Background");
    settled();
    assertThat(deleting("bg-child")).isFalse();
    removeAsLeader("bg-owner");
    TestServer.until("child deleted", () -> deleting("bg-child"));
    assertThat(free("bg-child")).isTrue();
    assertThat(deleting("bg-other")).isFalse();
  }

  @Test
  void anObjectThatIsCreatedWithAnOwnerThatNeverWasIsDeleted() {
    String uid = made("real-owner");
    made("wrong-uid", owner("real-owner", "00000000-no-such-uid"));
    made("wrong-name", owner("no-owner", uid));
    made("wrong-kind", owner("Job", "real-owner", uid, false));
    made("foreign", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"name\":\"s\",\"uid\":\"u\"}");
    made("well", owner("real-owner", uid));
    for (String name : new String[] {"wrong-uid", "wrong-name", "wrong-kind"}) {
      TestServer.until(name, () -> deleting(name));
    }
    settled();
    assertThat(deleting("foreign")).isFalse();
    assertThat(deleting("well")).isFalse();
  }

  @Test
  void anObjectWithAnotherOwnerLosesTheReferenceOnly() {
    String first = made("two-first");
    String second = made("two-second");
    made("two-child", owner("two-first", first), owner("two-second", second));
    delete("two-first", "Background");
    removeAsLeader("two-first");
    String path = APPS + "/two-child";
    TestServer.until(
        "one owner",
        () -> server.get(path).at("metadata.ownerReferences.0.name").equals("two-second"));
    assertThat(server.get(path).at("metadata.ownerReferences.1.name")).isEmpty();
    assertThat(deleting("two-child")).isFalse();
  }

  @Test
  void aForegroundDeletionWaitsForDependentsThatBlockIt() {
    String uid = made("fg-owner");
    made("fg-blocks", owner("App", "fg-owner", uid, true));
    made("fg-free", owner("App", "fg-owner", uid, false));
    Answer ending = server.delete(APPS + "/fg-owner?propagationPolicy=Foreground");
    assertThat(ending.at("metadata.finalizers.0")).isEqualTo("foregroundDeletion");
    TestServer.until("blocking one", () -> deleting("fg-blocks"));
    TestServer.until("other one", () -> deleting("fg-free"));
    settled();
    assertThat(free("fg-owner")).isFalse();
    removeAsLeader("fg-blocks");
    TestServer.until("released", () -> free("fg-owner"));
    removeAsLeader("fg-owner");
  }

  @Test
  void aForegroundDeletionGoesDownALineOfOwners() {
    String first = made("line-first");
    String second = made("line-second", owner("App", "line-first", first, true));
    made("line-third", owner("App", "line-second", second, true));
    delete("line-first", "Foreground");
    TestServer.until("third", () -> deleting("line-third"));
    assertThat(free("line-second")).isFalse();
    removeAsLeader("line-third");
    TestServer.until("second", () -> free("line-second"));
    assertThat(free("line-first")).isFalse();
    removeAsLeader("line-second");
    TestServer.until("first", () -> free("line-first"));
  }

  @Test
  void twoThatOwnEachOtherDoNotWaitForEver() {
    String one = made("circle-one");
    String two = made("circle-two", owner("App", "circle-one", one, true));
    Answer closed =
        server.patch(
            APPS + "/circle-one",
            "{\"metadata\":{\"ownerReferences\":[" + owner("App", "circle-two", two, true) + "]}}");
    assertThat(closed.code()).as(closed.body()).isEqualTo(200);
    delete("circle-one", "Foreground");
    TestServer.until("two", () -> deleting("circle-two") && free("circle-two"));
    removeAsLeader("circle-two");
    TestServer.until("one", () -> free("circle-one"));
  }

  @Test
  void orphansStayWithoutTheReference() {
    String uid = made("or-owner");
    made("or-child", owner("or-owner", uid));
    assertThat(
            server
                .send(
                    "DELETE", APPS + "/or-owner", "application/json", "{\"orphanDependents\":true}")
                .at("metadata.finalizers.0"))
        .isEqualTo("orphan");
    TestServer.until("released", () -> free("or-owner"));
    assertThat(server.get(APPS + "/or-child").at("metadata.ownerReferences.0.name")).isEmpty();
    removeAsLeader("or-owner");
    settled();
    assertThat(deleting("or-child")).isFalse();
  }

  @Test
  void asksToOrphanTasksAreRefused() {
    server.post(APPS, app("or-tasks", 2));
    Answer refused = server.delete(APPS + "/or-tasks?propagationPolicy=Orphan");
    assertThat(refused.reason()).isEqualTo("Invalid");
    assertThat(refused.message())
        .isEqualTo(
            "Deleting App default/or-tasks: propagationPolicy: expected Background or Foreground,"
                + " found Orphan: its tasks end with it; set spec.replicas to 0 before");
    assertThat(deleting("or-tasks")).isFalse();
    assertThat(
            server
                .send(
                    "DELETE",
                    APPS + "/or-tasks?propagationPolicy=Background",
                    "application/json",
                    "{\"orphanDependents\":false}")
                .reason())
        .isEqualTo("Invalid");
    assertThat(server.delete(APPS + "/or-tasks?propagationPolicy=Sideways").reason())
        .isEqualTo("Invalid");
    assertThat(server.get(JOBS).code()).isEqualTo(200);
  }

  @Test
  void rolesAreDeletedAtOnceWithWhatTheyOwn() {
    String role =
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},
         "rules":[]}
        """;
    Answer made = server.post(ROLES, role);
    assertThat(made.code()).as(made.body()).isEqualTo(201);
    made("of-role", owner("Role", "r", made.at("metadata.uid"), true));
    Answer held = server.delete(ROLES + "/r?propagationPolicy=Foreground");
    assertThat(held.at("metadata.finalizers.0")).isEqualTo("foregroundDeletion");
    TestServer.until("dependent", () -> deleting("of-role"));
    assertThat(server.get(ROLES + "/r").code()).isEqualTo(200);
    removeAsLeader("of-role");
    TestServer.until("role", () -> server.get(ROLES + "/r").code() == 404);

    Answer second = server.post(ROLES, role);
    Answer gone = server.delete(ROLES + "/r");
    assertThat(gone.at("kind")).isEqualTo("Status");
    assertThat(gone.at("details.uid")).isEqualTo(second.at("metadata.uid"));
    assertThat(server.get(ROLES + "/r").code()).isEqualTo(404);
  }

  @Test
  void aNamespaceWaitsForItsFinalizers() {
    server.post(
        NAMESPACES,
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"held\","
            + "\"finalizers\":[\"example.com/wait\"]}}");
    assertThat(server.delete(NAMESPACES + "/held").at("status.phase")).isEqualTo("Terminating");
    settled();
    assertThat(server.get(NAMESPACES + "/held").code()).isEqualTo(200);
    server.patch(NAMESPACES + "/held", "{\"metadata\":{\"finalizers\":null}}");
    TestServer.until("gone", () -> server.get(NAMESPACES + "/held").code() == 404);
  }

  @Test
  void referencesThatCannotBeTrueAreRefused() {
    Answer twice =
        server.post(
            APPS,
            app(
                "twice",
                0,
                ",\"ownerReferences\":["
                    + owner("a", "1").replace("}", ",\"controller\":true}")
                    + ","
                    + owner("b", "2").replace("}", ",\"controller\":true}")
                    + "]"));
    assertThat(twice.reason()).isEqualTo("Invalid");
    assertThat(twice.message()).contains("at most one with controller true");
    Answer role =
        server.post(
            CLUSTER_ROLES,
            "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\","
                + "\"metadata\":{\"name\":\"r\",\"ownerReferences\":["
                + owner("a", "1")
                + "]},\"rules\":[]}");
    assertThat(role.reason()).isEqualTo("Invalid");
    assertThat(role.message()).contains("expected a kind without namespaces");
    Answer task =
        server.post(
            TASKS,
            task("owned")
                .replace(
                    "\"name\":\"owned\"",
                    "\"name\":\"owned\",\"ownerReferences\":[" + owner("a", "1") + "]"));
    assertThat(task.reason()).isEqualTo("Invalid");
  }
}
