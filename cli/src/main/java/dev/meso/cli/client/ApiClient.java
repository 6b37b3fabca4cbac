package dev.meso.cli.client;

import dev.meso.api.kind.Kind;
import dev.meso.cli.session.Session;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server's HTTP API. Errors are {@link Refusal} and {@link Unreachable}.
 *
 * <p>Thread-safe. A namespace of null means all namespaces in a list, and none for a cluster-wide
 * kind.
 */
public final class ApiClient {
  /** A watch that is silent for so long is opened anew: its connection may be dead. */
  private static final Duration WATCH_SILENCE_MAX = Duration.ofSeconds(90);

  /** A snapshot of which nothing comes for so long comes no more. */
  private static final Duration SNAPSHOT_SILENCE_MAX = Duration.ofSeconds(30);

  private final Http http;

  /** A client of the session's server. */
  public ApiClient(Session session) {
    this.http = new Http(session);
  }

  /** One object. */
  public ObjectNode get(Kind kind, @Nullable String namespace, String name) {
    String attempted = "Cannot get " + kind.singular() + "/" + name;
    return Trees.parse(http.call(attempted, "GET", path(kind, namespace, name), null));
  }

  /** One object, if it exists. */
  public Optional<ObjectNode> find(Kind kind, @Nullable String namespace, String name) {
    try {
      return Optional.of(get(kind, namespace, name));
    } catch (Refusal refusal) {
      if (refusal.code() == Refusal.NOT_FOUND) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** All objects of a kind, each with its apiVersion and kind. */
  public Listing list(Kind kind, @Nullable String namespace) {
    return list(new Scope(kind, namespace, null, null));
  }

  /** All objects of a scope, each with its apiVersion and kind. */
  public Listing list(Scope scope) {
    Kind kind = scope.kind();
    String namespace = scope.namespace();
    Query query = scope.query();
    ObjectNode list =
        Trees.parse(
            http.call(
                "Cannot list " + kind.plural(), "GET", path(kind, namespace, null) + query, null));
    List<ObjectNode> items = new ArrayList<>();
    for (JsonNode item : Trees.list(list, "items")) {
      if (item instanceof ObjectNode object) {
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kindName());
        if (scope.name() == null || Trees.text(object, "metadata.name").equals(scope.name())) {
          items.add(object);
        }
      }
    }
    return new Listing(items, Trees.text(list, "metadata.resourceVersion"));
  }

  /** Which objects of a kind; null where there is no restriction. */
  public record Scope(
      Kind kind, @Nullable String namespace, @Nullable String name, @Nullable String selector) {
    private Query query() {
      return new Query()
          .add("labelSelector", selector)
          .add("fieldSelector", name == null ? null : "metadata.name=" + name);
    }
  }

  /**
   * What a list held.
   *
   * @param items the objects
   * @param resourceVersion from which a watch continues
   */
  public record Listing(List<ObjectNode> items, String resourceVersion) {
    public Listing {
      items = List.copyOf(items);
    }
  }

  /** Creates an object. */
  public ObjectNode create(
      Kind kind, @Nullable String namespace, ObjectNode object, boolean dryRun) {
    String attempted =
        "Cannot create " + kind.singular() + "/" + Trees.text(object, "metadata.name");
    return Trees.parse(
        http.call(
            attempted,
            "POST",
            path(kind, namespace, null) + dryRun(dryRun),
            Trees.compact(object)));
  }

  /** Replaces an object; its resourceVersion, if it has one, must still be the current one. */
  public ObjectNode replace(
      Kind kind, @Nullable String namespace, ObjectNode object, boolean dryRun) {
    String name = Trees.text(object, "metadata.name");
    return Trees.parse(
        http.call(
            "Cannot change " + kind.singular() + "/" + name,
            "PUT",
            path(kind, namespace, name) + dryRun(dryRun),
            Trees.compact(object)));
  }

  /** Asks for the end of an object; it may go on existing until what it owns has ended. */
  public void delete(
      Kind kind, @Nullable String namespace, String name, OptionalLong graceSeconds) {
    Query query = new Query();
    graceSeconds.ifPresent(s -> query.add("gracePeriodSeconds", Long.toString(s)));
    http.call(
        "Cannot delete " + kind.singular() + "/" + name,
        "DELETE",
        path(kind, namespace, name) + query,
        null);
  }

  /**
   * What writing these objects would do.
   *
   * @param namespace of all of them; null if they are of several or of none
   * @param schedule whether the scheduler is asked too
   */
  public ObjectNode plan(@Nullable String namespace, List<ObjectNode> objects, boolean schedule) {
    ObjectNode plan = Trees.object();
    plan.put("apiVersion", "meso.dev/v1");
    plan.put("kind", "Plan");
    ObjectNode spec = plan.putObject("spec");
    spec.put("schedule", schedule);
    objects.forEach(spec.putArray("objects")::add);
    String within = namespace == null ? "" : "/namespaces/" + escape(namespace);
    return Trees.parse(
        http.call(
            "Cannot plan", "POST", "/apis/meso.dev/v1" + within + "/plans", Trees.compact(plan)));
  }

  /** Everything that the leader decides from, a JSON object a line. */
  public InputStream snapshot() {
    return http.stream(
        "Cannot take a snapshot", "/apis/meso.dev/v1/snapshots/latest", SNAPSHOT_SILENCE_MAX);
  }

  /** Why an object is as it is. */
  public ObjectNode explain(Kind kind, String namespace, String name) {
    String attempted = "Cannot explain " + kind.singular() + "/" + name;
    return Trees.parse(http.call(attempted, "GET", path(kind, namespace, name) + "/explain", null));
  }

  /**
   * What happened, the newest last.
   *
   * @param namespace of all if null
   * @param kind with {@code name}: to this object; to all if null
   */
  public List<ObjectNode> events(
      @Nullable String namespace, @Nullable Kind kind, @Nullable String name) {
    String about =
        kind == null
            ? null
            : "involvedObject.kind=" + kind.kindName() + ",involvedObject.name=" + name;
    String path =
        namespace == null ? "/api/v1/events" : "/api/v1/namespaces/" + namespace + "/events";
    ObjectNode list =
        Trees.parse(
            http.call(
                "Cannot list events", "GET", path + new Query().add("fieldSelector", about), null));
    List<ObjectNode> events = new ArrayList<>();
    for (JsonNode event : Trees.list(list, "items")) {
      if (event instanceof ObjectNode object) {
        events.add(object);
      }
    }
    return events;
  }

  /**
   * What agents or tasks use, in the form of metrics.k8s.io.
   *
   * @param namespace of tasks; of all, or of agents, if null
   */
  public List<ObjectNode> usage(Kind kind, @Nullable String namespace) {
    String root = "/apis/metrics.k8s.io/v1beta1/";
    String path =
        kind == Kind.AGENT
            ? root + "nodes"
            : root + (namespace == null ? "" : "namespaces/" + namespace + "/") + "pods";
    ObjectNode list =
        Trees.parse(http.call("Cannot get the usage of " + kind.plural(), "GET", path, null));
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode row : Trees.list(list, "items")) {
      if (row instanceof ObjectNode object) {
        rows.add(object);
      }
    }
    return rows;
  }

  /** The server's version. */
  public ObjectNode version() {
    return Trees.parse(http.call("Cannot get the version", "GET", "/version", null));
  }

  /** Changes since a resourceVersion, a JSON object a line. */
  public BufferedReader watch(Scope scope, String resourceVersion) {
    Query query = scope.query().add("watch", "true").add("resourceVersion", resourceVersion);
    String path = path(scope.kind(), scope.namespace(), null) + query;
    return new BufferedReader(
        new InputStreamReader(
            http.stream("Cannot watch " + scope.kind().plural(), path, WATCH_SILENCE_MAX),
            StandardCharsets.UTF_8));
  }

  /**
   * Which log of a task.
   *
   * @param container the task's only one if null
   * @param stream {@code stdout} or {@code stderr}
   * @param tailLines how many of the last lines; all if absent
   * @param attempt 0 for the current one
   */
  public record LogRequest(
      String namespace,
      String task,
      @Nullable String container,
      String stream,
      boolean follow,
      OptionalInt tailLines,
      long attempt) {}

  /** A task's log, as it comes. */
  public InputStream log(LogRequest request) {
    Query query = new Query().add("container", request.container()).add("stream", request.stream());
    if (request.follow()) {
      query.add("follow", "true");
    }
    request.tailLines().ifPresent(lines -> query.add("tailLines", Integer.toString(lines)));
    if (request.attempt() > 0) {
      query.add("attempt", Long.toString(request.attempt()));
    }
    return http.stream(
        "Cannot read the log of task/" + request.task(),
        path(Kind.TASK, request.namespace(), request.task()) + "/log" + query,
        Duration.ZERO);
  }

  private static String dryRun(boolean dryRun) {
    return dryRun ? "?dryRun=All" : "";
  }

  private static String path(Kind kind, @Nullable String namespace, @Nullable String name) {
    StringBuilder path = new StringBuilder(kind.group().isEmpty() ? "/api/" : "/apis/");
    path.append(kind.apiVersion());
    if (kind.namespaced() && namespace != null) {
      path.append("/namespaces/").append(escape(namespace));
    }
    path.append('/').append(kind.plural());
    if (name != null) {
      path.append('/').append(escape(name));
    }
    return path.toString();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The part of a URL from the question mark on. */
  private static final class Query {
    private final StringBuilder text = new StringBuilder();

    Query add(String name, @Nullable String value) {
      if (value != null) {
        text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(escape(value));
      }
      return this;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
