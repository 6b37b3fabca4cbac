package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.meta.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rights that are there from the start. */
public final class BuiltIn {

  /**
   * Marks roles whose rules every start of a server brings up to date; without it, or with another
   * value than true, an admin's own version stays.
   */
  public static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

  private static final String MESO = "meso.dev";
  private static final String CORE = "";
  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> WRITE =
      List.of("create", "update", "patch", "delete", "deletecollection");

  private static final List<String> WORK = List.of("apps", "jobs", "tasks");

  /** What everybody may ask, even if he did not say who he is. */
  static final List<PolicyRule> FOR_ALL =
      List.of(pages("/healthz", "/livez", "/readyz", "/version"));

  /** What everybody who said who he is may ask: which resources there are, and about himself. */
  static final List<PolicyRule> FOR_AUTHENTICATED =
      List.of(
          pages("/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"),
          rule(
              List.of("create"),
              "authorization.k8s.io",
              "selfsubjectaccessreviews",
              "selfsubjectrulesreviews"),
          rule(List.of("create"), "authentication.k8s.io", "selfsubjectreviews"));

  /** What the group that may do everything may do. */
  static final List<PolicyRule> EVERYTHING =
      List.of(
          new PolicyRule(
              List.of(Rules.ALL), List.of(Rules.ALL), List.of(Rules.ALL), List.of(), List.of()),
          new PolicyRule(List.of(Rules.ALL), List.of(), List.of(), List.of(), List.of(Rules.ALL)));

  private BuiltIn() {}

  /** The ClusterRoles that are made where they are missing. */
  public static List<ClusterRole> roles() {
    return List.of(
        role("cluster-admin", EVERYTHING),
        role("admin", admin()),
        role("edit", edit()),
        role("view", view()),
        role("snapshot", snapshot()),
        role("submit", submit()));
  }

  /** Reads what is in a namespace, and, where it is given for the whole cluster, its queues. */
  private static List<PolicyRule> view() {
    List<String> meso = new ArrayList<>(WORK);
    for (String resource : WORK) {
      meso.add(resource + "/status");
      meso.add(resource + "/explain");
    }
    meso.addAll(List.of("apps/scale", "tasks/log", "queues", "queues/status"));
    meso.addAll(List.of("volumes", "volumes/status"));
    return List.of(
        new PolicyRule(READ, List.of(MESO), meso, List.of(), List.of()),
        rule(READ, CORE, "pods", "pods/status", "pods/log", "events", "namespaces"),
        rule(List.of("get", "list"), "metrics.k8s.io", "pods"),
        rule(List.of("create"), MESO, "plans"));
  }

  /** And changes it. */
  private static List<PolicyRule> edit() {
    List<PolicyRule> rules = new ArrayList<>(view());
    rules.add(rule(WRITE, MESO, "apps", "apps/scale", "jobs", "tasks", "volumes"));
    rules.add(rule(List.of("delete", "deletecollection"), CORE, "pods"));
    rules.add(rule(List.of("create"), CORE, "pods/eviction"));
    return rules;
  }

  /** And says who else may. */
  private static List<PolicyRule> admin() {
    List<PolicyRule> rules = new ArrayList<>(edit());
    List<String> all = new ArrayList<>(READ);
    all.addAll(WRITE);
    rules.add(rule(all, Kind.RBAC, "roles", "rolebindings"));
    return rules;
  }

  /**
   * Takes a copy of everything that the leader decides from, of all namespaces, for capacity
   * planning.
   */
  private static List<PolicyRule> snapshot() {
    return List.of(rule(List.of("get"), MESO, "snapshots"));
  }

  /** Writes work and reads nothing back: for programs that hand in jobs for others to look at. */
  private static List<PolicyRule> submit() {
    return List.of(rule(List.of("create"), MESO, "apps", "jobs", "tasks"));
  }

  private static ClusterRole role(String name, List<PolicyRule> rules) {
    ObjectMeta metadata =
        new ObjectMeta.Builder().name(name).annotations(Map.of(AUTO_UPDATE, "true")).build();
    return ClusterRole.of(metadata, rules);
  }

  private static PolicyRule rule(List<String> verbs, String group, String... resources) {
    return new PolicyRule(verbs, List.of(group), List.of(resources), List.of(), List.of());
  }

  private static PolicyRule pages(String... paths) {
    return new PolicyRule(List.of("get", "head"), List.of(), List.of(), List.of(), List.of(paths));
  }
}
