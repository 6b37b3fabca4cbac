package dev.meso.controller.apiserver.discovery;

import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.discovery.ApiResource.Subresource;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that there can be. A server advertises those that it serves and no others: a client that
 * is told of a resource relies on it.
 */
public final class ApiResources {
  private static final String V1 = "v1";
  private static final String ALL = "all";
  private static final String MESO = "meso";

  private static final List<String> GET = List.of("get");
  private static final List<String> CREATE = List.of("create");
  private static final List<String> EVERYTHING =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** Tasks as Kubernetes sees them. */
  public static final ApiResource PODS =
      new ApiResource(
          "",
          V1,
          "pods",
          "pod",
          "Pod",
          true,
          List.of("po"),
          List.of(ALL),
          List.of("delete", "deletecollection", "get", "list", "watch"),
          List.of(
              new Subresource("status", "", V1, "Pod", GET),
              new Subresource("log", "", V1, "Pod", GET)));

  /** To be added to {@link #PODS} by a server that evicts: without it clients delete instead. */
  public static final Subresource EVICTION =
      new Subresource("eviction", "policy", V1, "Eviction", CREATE);

  /** Agents as Kubernetes sees them. */
  public static final ApiResource NODES =
      new ApiResource(
          "",
          V1,
          "nodes",
          "node",
          "Node",
          false,
          List.of("no"),
          List.of(),
          List.of("get", "list", "patch", "watch"),
          List.of(new Subresource("status", "", V1, "Node", GET)));

  /** What happened; follows from the objects' status, so that nothing can be written. */
  public static final ApiResource EVENTS =
      new ApiResource(
          "",
          V1,
          "events",
          "event",
          "Event",
          true,
          List.of("ev"),
          List.of(),
          List.of("list", "watch"),
          List.of());

  /** What agents and tasks use. */
  public static final List<ApiResource> METRICS =
      List.of(metrics("nodes", "NodeMetrics", false), metrics("pods", "PodMetrics", true));

  /** Questions of a client about itself. */
  public static final List<ApiResource> REVIEWS =
      List.of(
          review("authorization.k8s.io", "SelfSubjectAccessReview"),
          review("authorization.k8s.io", "SelfSubjectRulesReview"),
          review("authentication.k8s.io", "SelfSubjectReview"));

  /** What a write would change; made when it is asked for, and not kept. */
  public static final ApiResource PLANS =
      new ApiResource(
          "meso.dev", V1, "plans", "plan", "Plan", true, List.of(), List.of(), CREATE, List.of());

  /** What the leader decides from, at one revision; made when it is asked for. */
  public static final ApiResource SNAPSHOTS =
      new ApiResource(
          "meso.dev",
          V1,
          "snapshots",
          "snapshot",
          "Snapshot",
          false,
          List.of(),
          List.of(),
          GET,
          List.of());

  private ApiResources() {}

  /** The rows of the kinds, in the order of {@link Kind}. */
  public static List<ApiResource> kinds() {
    List<ApiResource> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      rows.add(of(kind));
    }
    return rows;
  }

  /** What this server serves today. */
  public static List<ApiResource> served() {
    List<ApiResource> rows = new ArrayList<>(kinds());
    rows.addAll(List.of(PODS.with(EVICTION), NODES, EVENTS, PLANS, SNAPSHOTS));
    rows.addAll(REVIEWS);
    rows.addAll(METRICS);
    return rows;
  }

  /** The row of a kind. */
  public static ApiResource of(Kind kind) {
    List<Subresource> parts = new ArrayList<>();
    if (!kind.saysRights()) {
      parts.add(new Subresource("status", kind.group(), kind.version(), kind.kindName(), GET));
    }
    switch (kind) {
      case APP ->
          parts.add(
              new Subresource(
                  "scale", "autoscaling", V1, "Scale", List.of("get", "patch", "update")));
      case TASK ->
          parts.add(new Subresource("log", kind.group(), kind.version(), kind.kindName(), GET));
      case JOB,
          AGENT,
          NAMESPACE,
          QUEUE,
          VOLUME,
          ROLE,
          CLUSTER_ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE_BINDING -> {
        // Nothing but their status.
      }
    }
    return new ApiResource(
        kind.group(),
        kind.version(),
        kind.plural(),
        kind.singular(),
        kind.kindName(),
        kind.namespaced(),
        kind.shortNames(),
        switch (kind) {
          case APP, JOB, TASK -> List.of(ALL, MESO);
          case AGENT, NAMESPACE, QUEUE, VOLUME -> List.of(MESO);
          case ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING -> List.of();
        },
        switch (kind) {
          case AGENT, NAMESPACE ->
              EVERYTHING.stream().filter(verb -> !verb.equals("deletecollection")).toList();
          case APP,
              JOB,
              TASK,
              QUEUE,
              VOLUME,
              ROLE,
              CLUSTER_ROLE,
              ROLE_BINDING,
              CLUSTER_ROLE_BINDING ->
              EVERYTHING;
        },
        parts);
  }

  private static ApiResource metrics(String plural, String kind, boolean namespaced) {
    return new ApiResource(
        "metrics.k8s.io",
        "v1beta1",
        plural,
        "",
        kind,
        namespaced,
        List.of(),
        List.of(),
        List.of("get", "list"),
        List.of());
  }

  private static ApiResource review(String group, String kind) {
    String singular = kind.toLowerCase(java.util.Locale.ROOT);
    return new ApiResource(
        group, V1, singular + "s", singular, kind, false, List.of(), List.of(), CREATE, List.of());
  }
}
