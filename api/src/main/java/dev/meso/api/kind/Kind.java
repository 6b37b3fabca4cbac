package dev.meso.api.kind;

import java.util.List;
import java.util.Optional;

/** The kinds that Meso knows: one row for every kind, from which every other table is made. */
public enum Kind {
  APP("meso.dev", "v1", "App", "apps", "app", true, List.of(), App.class),
  JOB("meso.dev", "v1", "Job", "jobs", "job", true, List.of(), Job.class),
  TASK("meso.dev", "v1", "Task", "tasks", "task", true, List.of(), Task.class),
  AGENT("meso.dev", "v1", "Agent", "agents", "agent", false, List.of(), Agent.class),
  NAMESPACE(
      "", "v1", "Namespace", "namespaces", "namespace", false, List.of("ns"), Namespace.class),
  QUEUE("meso.dev", "v1", "Queue", "queues", "queue", false, List.of(), Queue.class),
  VOLUME("meso.dev", "v1", "Volume", "volumes", "volume", true, List.of("vol"), Volume.class),
  ROLE(Kind.RBAC, "v1", "Role", "roles", "role", true, List.of(), Role.class),
  CLUSTER_ROLE(
      Kind.RBAC,
      "v1",
      "ClusterRole",
      "clusterroles",
      "clusterrole",
      false,
      List.of(),
      ClusterRole.class),
  ROLE_BINDING(
      Kind.RBAC,
      "v1",
      "RoleBinding",
      "rolebindings",
      "rolebinding",
      true,
      List.of(),
      RoleBinding.class),
  CLUSTER_ROLE_BINDING(
      Kind.RBAC,
      "v1",
      "ClusterRoleBinding",
      "clusterrolebindings",
      "clusterrolebinding",
      false,
      List.of(),
      ClusterRoleBinding.class);

  /** The API group of roles and their bindings. */
  public static final String RBAC = "rbac.authorization.k8s.io";

  private final String group;
  private final String version;
  private final String kindName;
  private final String plural;
  private final String singular;
  private final boolean namespaced;
  private final List<String> shortNames;
  private final Class<? extends ApiObject> type;

  Kind(
      String group,
      String version,
      String kindName,
      String plural,
      String singular,
      boolean namespaced,
      List<String> shortNames,
      Class<? extends ApiObject> type) {
    this.group = group;
    this.version = version;
    this.kindName = kindName;
    this.plural = plural;
    this.singular = singular;
    this.namespaced = namespaced;
    this.shortNames = shortNames;
    this.type = type;
  }

  /** The API group; empty for the core group. */
  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  /**
   * As {@code apiVersion} stands in an object: {@code group/version}, or {@code version} for core.
   */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As {@code kind} stands in an object. */
  public String kindName() {
    return kindName;
  }

  /** As it stands in URLs and keys. */
  public String plural() {
    return plural;
  }

  public String singular() {
    return singular;
  }

  public boolean namespaced() {
    return namespaced;
  }

  public List<String> shortNames() {
    return shortNames;
  }

  /** The record of this kind. */
  public Class<? extends ApiObject> type() {
    return type;
  }

  /**
   * Whether objects of this kind own tasks and therefore outlive their deletion until these end.
   */
  public boolean ownsTasks() {
    return this == APP || this == JOB;
  }

  /**
   * Whether objects of this kind say who may do what. The API servers alone read them; the leader
   * does not, and they have neither a spec nor a status.
   */
  public boolean saysRights() {
    return group.equals(RBAC);
  }

  /**
   * Whether objects of this kind go as soon as they are deleted and have no finalizer left: nothing
   * has to end first.
   */
  public boolean goesAtOnce() {
    return this == QUEUE || saysRights();
  }

  /** The kind whose plural this is. */
  public static Optional<Kind> ofPlural(String plural) {
    for (Kind kind : values()) {
      if (kind.plural.equals(plural)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of an {@code apiVersion} and {@code kind} pair. */
  public static Optional<Kind> of(String apiVersion, String kindName) {
    for (Kind kind : values()) {
      if (kind.kindName.equals(kindName) && kind.apiVersion().equals(apiVersion)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind that a person names on a command line: plural, singular, short or kind name. */
  public static Optional<Kind> ofWord(String word) {
    for (Kind kind : values()) {
      if (kind.plural.equalsIgnoreCase(word)
          || kind.singular.equalsIgnoreCase(word)
          || kind.shortNames.contains(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of an object. */
  public static Kind of(ApiObject object) {
    return switch (object) {
      case App _ -> APP;
      case Job _ -> JOB;
      case Task _ -> TASK;
      case Agent _ -> AGENT;
      case Namespace _ -> NAMESPACE;
      case Queue _ -> QUEUE;
      case Volume _ -> VOLUME;
      case Role _ -> ROLE;
      case ClusterRole _ -> CLUSTER_ROLE;
      case RoleBinding _ -> ROLE_BINDING;
      case ClusterRoleBinding _ -> CLUSTER_ROLE_BINDING;
    };
  }
}
