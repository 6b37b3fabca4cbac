package dev.meso.controller.apiserver.resource;

import dev.meso.api.kind.Container;
import dev.meso.api.kind.ContainerPort;
import dev.meso.api.kind.EnvVar;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.resource.Quantity;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.apiserver.object.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks in the shape of core/v1 Pods, so that tools which know Pods see them: a Pod is one attempt
 * of a task, under the task's name. Pure.
 *
 * <p>What Meso does not have is left out or says so: there is no image but a word for processes on
 * the host, and the Pod's address is its agent's.
 */
public final class Pods {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String IMAGE = "process";

  static final Resource RESOURCE =
      new Resource(
          Kind.TASK,
          "",
          "v1",
          "Pod",
          "pods",
          columns(),
          Fields.with(
              Map.of(
                  "spec.nodeName",
                  o -> Fields.fromStatus(o, s -> s.agent() == null ? "" : s.agent()),
                  "status.phase",
                  o -> List.of(phase(status(o))),
                  "spec.restartPolicy",
                  o -> List.of(restartPolicy(o)))),
          object -> pod(object).toString());

  private Pods() {}

  /** The Pod's uid: that of the attempt, so that tools see another Pod when it is tried again. */
  public static String uid(StoredObject task) {
    TaskStatus status = status(task);
    if (status == null || status.attempt() <= 1) {
      return task.uid();
    }
    String text = task.uid() + "/" + status.attempt();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<Column> columns() {
    return List.of(
        Columns.name(),
        Column.text("Ready", "Containers that run.", (o, _) -> ready(o)),
        Column.text("Status", "Where it is in its life.", (o, _) -> word(o)),
        Column.number("Restarts", "Restarts in place.", (o, _) -> restarts(status(o))),
        Columns.age(),
        Column.wide(
            "IP", "Its agent's address.", (o, _) -> Fields.fromStatus(o, Pods::host).get(0)),
        Column.wide(
            "Node",
            "Its agent.",
            (o, _) -> Fields.fromStatus(o, s -> s.agent() == null ? "<none>" : s.agent()).get(0)));
  }

  private static ObjectNode pod(StoredObject object) {
    Task task = (Task) object.object();
    ObjectNode pod = NODES.objectNode();
    pod.put("kind", "Pod");
    pod.put("apiVersion", "v1");
    pod.set("metadata", metadata(object, task.metadata()));
    pod.set("spec", spec(task.spec(), task.status()));
    pod.set("status", status(task.spec(), task.status(), task.metadata()));
    return pod;
  }

  private static ObjectNode metadata(StoredObject object, ObjectMeta metadata) {
    ObjectNode made = (ObjectNode) Shapes.metadata(metadata);
    made.put("uid", uid(object));
    return made;
  }

  private static ObjectNode spec(@Nullable TaskSpec spec, @Nullable TaskStatus status) {
    ObjectNode made = NODES.objectNode();
    ArrayNode containers = made.putArray("containers");
    if (spec != null) {
      spec.containers().forEach(container -> containers.add(container(container, status)));
      if (!spec.nodeSelector().isEmpty()) {
        ObjectNode selector = made.putObject("nodeSelector");
        spec.nodeSelector().forEach(selector::put);
      }
      if (spec.terminationGracePeriodSeconds() != null) {
        made.put("terminationGracePeriodSeconds", spec.terminationGracePeriodSeconds().longValue());
      }
    }
    made.put("restartPolicy", policy(spec));
    made.put("hostNetwork", true);
    made.put("dnsPolicy", "Default");
    if (status != null && status.agent() != null) {
      made.put("nodeName", status.agent());
    }
    return made;
  }

  private static ObjectNode container(Container container, @Nullable TaskStatus status) {
    ObjectNode made = NODES.objectNode();
    made.put("name", container.name());
    made.put("image", IMAGE);
    container.command().forEach(made.withArray("command")::add);
    if (!container.args().isEmpty()) {
      container.args().forEach(made.withArray("args")::add);
    }
    if (container.workingDir() != null) {
      made.put("workingDir", container.workingDir());
    }
    for (EnvVar variable : container.env()) {
      made.withArray("env")
          .addObject()
          .put("name", variable.name())
          .put("value", variable.value() == null ? "" : variable.value());
    }
    for (ContainerPort port : container.ports()) {
      Integer given = status == null ? null : status.ports().get(port.name());
      Integer number = given == null ? port.hostPort() : given;
      // A Pod's port needs a number; one that was not chosen yet is not shown.
      if (number != null) {
        made.withArray("ports")
            .addObject()
            .put("name", port.name())
            .put("containerPort", number)
            .put("hostPort", number)
            .put("protocol", "TCP");
      }
    }
    ObjectNode resources = made.putObject("resources");
    ResourceRequirements asked = container.resources();
    if (asked != null) {
      amounts(resources, "requests", asked.requests());
      amounts(resources, "limits", asked.limits());
    }
    return made;
  }

  private static void amounts(
      ObjectNode resources, String name, SortedMap<String, Quantity> amounts) {
    if (!amounts.isEmpty()) {
      ObjectNode made = resources.putObject(name);
      amounts.forEach((resource, amount) -> made.put(resource, amount.toString()));
    }
  }

  private static ObjectNode status(
      @Nullable TaskSpec spec, @Nullable TaskStatus status, ObjectMeta metadata) {
    ObjectNode made = NODES.objectNode();
    made.put("phase", phase(status));
    made.put("qosClass", "Burstable");
    boolean running = running(status);
    boolean placed = status != null && status.agent() != null;
    ArrayNode conditions = made.putArray("conditions");
    Instant since = status == null ? metadata.creationTimestamp() : since(status);
    condition(conditions, "PodScheduled", placed, since);
    condition(conditions, "Initialized", placed, since);
    condition(conditions, "ContainersReady", running, since);
    condition(conditions, "Ready", running, since);
    ArrayNode containers = made.putArray("containerStatuses");
    if (status == null) {
      return made;
    }
    if (status.reason() != null) {
      made.put("reason", status.reason());
    }
    if (status.message() != null) {
      made.put("message", status.message());
    }
    if (status.host() != null) {
      made.put("hostIP", status.host());
      made.put("podIP", status.host());
    }
    if (status.startedAt() != null) {
      made.put("startTime", status.startedAt().toString());
    }
    if (spec != null) {
      for (Container container : spec.containers()) {
        containers.add(containerStatus(container, status));
      }
    }
    return made;
  }

  private static ObjectNode containerStatus(Container container, TaskStatus status) {
    ObjectNode made = NODES.objectNode();
    made.put("name", container.name());
    made.put("image", IMAGE);
    made.put("imageID", "");
    made.put("ready", running(status));
    made.put("started", running(status));
    made.put("restartCount", restarts(status));
    ObjectNode state = made.putObject("state");
    if (running(status)) {
      time(state.putObject("running"), "startedAt", status.startedAt());
    } else if (status.phase().terminal()) {
      ObjectNode ended = state.putObject("terminated");
      ended.put("exitCode", status.exitCode() == null ? -1 : status.exitCode());
      if (status.signal() != null) {
        ended.put("signal", status.signal());
      }
      ended.put("reason", status.reason() == null ? status.phase().label() : status.reason());
      if (status.message() != null) {
        ended.put("message", status.message());
      }
      time(ended, "startedAt", status.startedAt());
      time(ended, "finishedAt", status.finishedAt());
    } else {
      ObjectNode waiting = state.putObject("waiting");
      waiting.put("reason", status.reason() == null ? status.phase().label() : status.reason());
      if (status.message() != null) {
        waiting.put("message", status.message());
      }
    }
    return made;
  }

  private static void time(ObjectNode node, String field, @Nullable Instant time) {
    if (time != null) {
      node.put(field, time.toString());
    }
  }

  private static void condition(
      ArrayNode conditions, String type, boolean holds, @Nullable Instant since) {
    ObjectNode condition = conditions.addObject();
    condition.put("type", type);
    condition.put("status", holds ? "True" : "False");
    time(condition, "lastTransitionTime", since);
  }

  private static @Nullable Instant since(TaskStatus status) {
    return status.history().isEmpty() ? status.startedAt() : status.history().getLast().at();
  }

  private static boolean running(@Nullable TaskStatus status) {
    return status != null
        && (status.phase() == TaskPhase.RUNNING || status.phase() == TaskPhase.STOPPING);
  }

  private static long restarts(@Nullable TaskStatus status) {
    return status == null || status.restarts() == null ? 0 : status.restarts();
  }

  private static String host(TaskStatus status) {
    return status.host() == null ? "<none>" : status.host();
  }

  private static @Nullable TaskStatus status(StoredObject object) {
    return object.object() instanceof Task task ? task.status() : null;
  }

  private static String restartPolicy(StoredObject object) {
    return policy(object.object() instanceof Task task ? task.spec() : null);
  }

  private static String policy(@Nullable TaskSpec spec) {
    String policy = spec == null ? null : spec.restartPolicy();
    return policy == null ? TaskSpec.RESTART_ALWAYS : policy;
  }

  /** The phase in the words of Pods. */
  private static String phase(@Nullable TaskStatus status) {
    if (status == null) {
      return "Pending";
    }
    return switch (status.phase()) {
      case PENDING, ASSIGNED, STARTING -> "Pending";
      case RUNNING, STOPPING -> "Running";
      case SUCCEEDED -> "Succeeded";
      case FAILED, KILLED, LOST -> "Failed";
      case UNREACHABLE -> "Unknown";
    };
  }

  private static String ready(StoredObject object) {
    int all =
        object.object() instanceof Task task && task.spec() != null
            ? task.spec().containers().size()
            : 0;
    return (running(status(object)) ? all : 0) + "/" + all;
  }

  /** One word for people, as {@code kubectl get pods} shows it. */
  private static String word(StoredObject object) {
    TaskStatus status = status(object);
    if (object.object().metadata().deleting()) {
      return "Terminating";
    }
    if (status == null) {
      return "Pending";
    }
    return switch (status.phase()) {
      case SUCCEEDED -> "Completed";
      case FAILED -> "Error";
      case STARTING -> "ContainerCreating";
      default -> status.phase().label();
    };
  }
}
