package dev.meso.controller.apiserver.usage;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.LabelSelector;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.usage.AgentUsage;
import dev.meso.api.usage.ContainerUsage;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Lane;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Usage in the form of metrics.k8s.io/v1beta1, as {@code kubectl top} reads it: agents as nodes,
 * tasks as pods. Agents that do not answer are left out, and named in a warning.
 */
public final class MetricsApi {
  public static final String GROUP = "metrics.k8s.io";
  public static final String VERSION = "v1beta1";

  private static final String API_VERSION = GROUP + "/" + VERSION;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectView view;
  private final Usages usages;

  public MetricsApi(ObjectView view, Usages usages) {
    this.view = view;
    this.usages = usages;
  }

  /** The endpoint of a path, if it is one of usage. */
  public Optional<Endpoint> find(String method, List<String> path) {
    if (path.size() < 4
        || !path.subList(0, 3).equals(List.of("apis", GROUP, VERSION))
        || !method.equals("GET")) {
      return Optional.empty();
    }
    List<String> rest = path.subList(3, path.size());
    return switch (rest.getFirst()) {
      case "nodes" ->
          rest.size() > 2
              ? Optional.empty()
              : Optional.of(endpoint(rest, "nodes", r -> nodes(name(rest, 1), r)));
      case "pods" ->
          rest.size() > 1
              ? Optional.empty()
              : Optional.of(endpoint(rest, "pods", r -> pods(null, null, r)));
      case "namespaces" ->
          rest.size() < 3 || rest.size() > 4 || !rest.get(2).equals("pods")
              ? Optional.empty()
              : Optional.of(endpoint(rest, "pods", r -> pods(rest.get(1), name(rest, 3), r)));
      default -> Optional.empty();
    };
  }

  private static Endpoint endpoint(List<String> rest, String what, Endpoint.Handler handler) {
    boolean one = rest.size() == (rest.getFirst().equals("namespaces") ? 4 : 2);
    return new Endpoint(one ? "get" : "list", what + "." + GROUP, Lane.READ, handler);
  }

  private static @Nullable String name(List<String> rest, int at) {
    return rest.size() > at ? rest.get(at) : null;
  }

  private Reply nodes(@Nullable String name, ApiRequest request) throws InterruptedException {
    LabelSelector labels = labels(request);
    Usages.Answers answers = usages.now();
    ArrayNode items = NODES.arrayNode();
    for (StoredObject agent : view.list(Kind.AGENT, null).objects()) {
      AgentUsage usage = answers.byAgent().get(agent.ref().name());
      boolean meant = name == null || name.equals(agent.ref().name());
      if (usage != null && meant && labels.matches(agent.object().metadata().labels())) {
        ObjectNode item = items.addObject();
        head(item, "NodeMetrics", agent.object().metadata(), usage);
        used(item.putObject("usage"), usage.cpuMillis(), usage.memoryBytes());
      }
    }
    return answer("NodeMetricsList", "nodes", name, items, answers.silent());
  }

  private Reply pods(@Nullable String namespace, @Nullable String name, ApiRequest request)
      throws InterruptedException {
    LabelSelector labels = labels(request);
    Usages.Answers answers = usages.now();
    ArrayNode items = NODES.arrayNode();
    for (StoredObject object : view.list(Kind.TASK, namespace).objects()) {
      ObjectMeta metadata = object.object().metadata();
      boolean meant = name == null || name.equals(object.ref().name());
      if (meant && labels.matches(metadata.labels()) && object.object() instanceof Task task) {
        pod(object, task, answers, items);
      }
    }
    return answer("PodMetricsList", "pods", name, items, answers.silent());
  }

  private static void pod(StoredObject object, Task task, Usages.Answers answers, ArrayNode items) {
    TaskStatus status = task.status();
    AgentUsage usage =
        status == null || status.agent() == null ? null : answers.byAgent().get(status.agent());
    if (usage == null || status == null) {
      return;
    }
    List<ContainerUsage> own =
        usage.containers().stream()
            .filter(c -> c.taskUid().equals(object.uid()) && c.attempt() == status.attempt())
            .toList();
    if (own.isEmpty()) {
      return;
    }
    ObjectNode item = items.addObject();
    head(item, "PodMetrics", task.metadata(), usage);
    ArrayNode containers = item.putArray("containers");
    for (ContainerUsage container : own) {
      ObjectNode one = containers.addObject();
      one.put("name", container.container());
      used(one.putObject("usage"), container.cpuMillis(), container.memoryBytes());
    }
  }

  private static void head(ObjectNode item, String kind, ObjectMeta metadata, AgentUsage usage) {
    item.put("kind", kind);
    item.put("apiVersion", API_VERSION);
    ObjectNode head = item.putObject("metadata");
    head.put("name", metadata.name());
    if (metadata.namespace() != null) {
      head.put("namespace", metadata.namespace());
    }
    String at = usage.at().truncatedTo(ChronoUnit.SECONDS).toString();
    head.put("creationTimestamp", at);
    if (!metadata.labels().isEmpty()) {
      ObjectNode labels = head.putObject("labels");
      metadata.labels().forEach(labels::put);
    }
    item.put("timestamp", at);
    item.put("window", Duration.ofMillis(usage.windowMillis()).toMillis() / 1e3 + "s");
  }

  private static void used(ObjectNode usage, long cpuMillis, long memoryBytes) {
    usage.put("cpu", cpuMillis + "m");
    usage.put("memory", memoryBytes / 1024 + "Ki");
  }

  private static LabelSelector labels(ApiRequest request) {
    try {
      return LabelSelector.parse(request.query().text("labelSelector").orElse(""));
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest("labelSelector: " + e.getMessage());
    }
  }

  private static Reply answer(
      String kind, String plural, @Nullable String name, ArrayNode items, List<String> silent) {
    List<String> warnings =
        silent.isEmpty()
            ? List.of()
            : List.of("no usage of agents that did not answer: " + String.join(", ", silent));
    if (name == null) {
      ObjectNode list = NODES.objectNode();
      list.put("kind", kind);
      list.put("apiVersion", API_VERSION);
      list.putObject("metadata");
      list.set("items", items);
      return new Reply.Whole(200, Reply.JSON, list.toString(), warnings, List.of());
    }
    if (items.isEmpty()) {
      throw ApiError.of(
          Reason.NOT_FOUND,
          plural
              + "."
              + GROUP
              + " \""
              + name
              + "\" not found"
              + (silent.isEmpty() ? "" : "; agents that did not answer: " + silent));
    }
    return new Reply.Whole(200, Reply.JSON, items.get(0).toString(), warnings, List.of());
  }
}
