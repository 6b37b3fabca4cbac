package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Agent;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.PhaseChange;
import dev.meso.api.kind.Queue;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.Condition;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened to objects, as core/v1 Events, read off their status: the phases in a task's
 * history and the conditions of every kind. So they cost no writes, are never lost, and go with the
 * object. Pure.
 */
final class Happenings {
  private static final String NORMAL = "Normal";
  private static final String WARNING = "Warning";
  private static final Set<TaskPhase> BAD =
      Set.of(TaskPhase.FAILED, TaskPhase.LOST, TaskPhase.UNREACHABLE);

  /** Conditions that are bad when they hold; the others are bad when they do not. */
  private static final Set<String> BAD_WHEN_TRUE = Set.of("Faulted", "Failed", "ReplacementPaused");

  private Happenings() {}

  /**
   * The events of an object.
   *
   * @param asPod names a task as the Pod that it is shown as
   */
  static List<ObjectNode> of(StoredObject object, boolean asPod) {
    List<ObjectNode> events = new ArrayList<>();
    if (object.object() instanceof Task task && task.status() != null) {
      TaskStatus status = task.status();
      int last = status.history().size() - 1;
      for (int i = 0; i <= last; i++) {
        PhaseChange change = status.history().get(i);
        String message = i == last && status.message() != null ? status.message() : said(change);
        events.add(
            event(
                object,
                asPod,
                change.at(),
                BAD.contains(change.phase()) ? WARNING : NORMAL,
                change.reason() == null ? change.phase().label() : change.reason(),
                message,
                change.attempt() + "." + change.phase().label()));
      }
    }
    for (Condition condition : conditions(object.object())) {
      Instant at = condition.lastTransitionTime();
      boolean bad = condition.holds() == BAD_WHEN_TRUE.contains(condition.type());
      if (at != null) {
        events.add(
            event(
                object,
                asPod,
                at,
                bad ? WARNING : NORMAL,
                condition.reason() == null ? condition.type() : condition.reason(),
                condition.type()
                    + " is "
                    + condition.status()
                    + (condition.message() == null ? "" : ": " + condition.message()),
                condition.type()));
      }
    }
    return events;
  }

  private static List<Condition> conditions(ApiObject object) {
    return switch (object) {
      case App app -> app.status() == null ? List.of() : app.status().conditions();
      case Job job -> job.status() == null ? List.of() : job.status().conditions();
      case Task task -> task.status() == null ? List.of() : task.status().conditions();
      case Agent agent -> agent.status() == null ? List.of() : agent.status().conditions();
      case Volume volume -> volume.status() == null ? List.of() : volume.status().conditions();
      case Queue queue -> queue.status() == null ? List.of() : queue.status().conditions();
      case Namespace _, Role _, ClusterRole _, RoleBinding _, ClusterRoleBinding _ -> List.of();
    };
  }

  private static String said(PhaseChange change) {
    return "Attempt "
        + change.attempt()
        + " is "
        + change.phase().label()
        + (change.agent() == null ? "" : " on agent " + change.agent());
  }

  private static ObjectNode event(
      StoredObject object,
      boolean asPod,
      Instant at,
      String type,
      String reason,
      String message,
      String what) {
    Kind kind = object.ref().kind();
    String namespace = object.ref().namespace() == null ? "default" : object.ref().namespace();
    String name =
        String.format(
            Locale.ROOT,
            "%s.%s.%x",
            object.ref().name(),
            what.toLowerCase(Locale.ROOT),
            at.toEpochMilli());
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("kind", "Event");
    event.put("apiVersion", "v1");
    ObjectNode metadata = event.putObject("metadata");
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    metadata.put("uid", object.uid() + "." + what);
    metadata.put("resourceVersion", Long.toString(object.revision()));
    metadata.put("creationTimestamp", seconds(at));
    ObjectNode about = event.putObject("involvedObject");
    about.put("kind", asPod ? "Pod" : kind.kindName());
    about.put("apiVersion", asPod ? "v1" : kind.apiVersion());
    about.put("name", object.ref().name());
    if (object.ref().namespace() != null) {
      about.put("namespace", object.ref().namespace());
    }
    about.put("uid", asPod ? Pods.uid(object) : object.uid());
    event.put("reason", reason);
    event.put("message", message);
    event.put("type", type);
    event.put("count", 1);
    event.put("firstTimestamp", seconds(at));
    event.put("lastTimestamp", seconds(at));
    event.putObject("source").put("component", "meso");
    event.put("reportingComponent", "meso");
    event.put("reportingInstance", "");
    return event;
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
  }
}
