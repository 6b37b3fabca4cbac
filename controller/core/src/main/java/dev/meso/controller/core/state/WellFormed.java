package dev.meso.controller.core.state;

import dev.meso.api.key.Key;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Registration;
import dev.meso.api.record.Report;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a decoded record is one that indexes can be built from: of the right type, about the
 * object that its key names, with the fields that identify it. Records are decoded leniently, so
 * any field may be absent, whatever its type says.
 */
final class WellFormed {
  private WellFormed() {}

  /** What is wrong with the record, or nothing. */
  static @Nullable String problem(Key key, Object value) {
    return switch (key) {
      case Key.Spec(Kind kind, String namespace, String name) ->
          object(kind, namespace, name, value, true);
      case Key.Status(Kind kind, String namespace, String name) ->
          object(kind, namespace, name, value, false);
      case Key.Assignment(_, AttemptId attempt) ->
          value instanceof Assignment it ? assignment(attempt, it) : type("Assignment", value);
      case Key.Report(_, AttemptId attempt) ->
          value instanceof Report it ? report(attempt, it) : type("Report", value);
      case Key.Registration(String agent) ->
          value instanceof Registration it ? registration(agent, it) : type("Registration", value);
      case Key.Alive _ -> value instanceof Alive ? null : type("Alive", value);
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ -> null;
    };
  }

  private static @Nullable String object(
      Kind kind, @Nullable String namespace, String name, Object value, boolean spec) {
    if (!(value instanceof ApiObject object) || Kind.of(object) != kind) {
      return type(kind.kindName(), value);
    }
    ObjectMeta metadata = object.metadata();
    if (metadata == null) {
      return "metadata is absent";
    }
    if (!name.equals(metadata.name())) {
      return mismatch("metadata.name", name, metadata.name());
    }
    if (kind.namespaced() && !Objects.equals(namespace, metadata.namespace())) {
      return mismatch("metadata.namespace", namespace, metadata.namespace());
    }
    if (metadata.uid() == null && kind != Kind.AGENT && kind != Kind.NAMESPACE) {
      return "metadata.uid is absent";
    }
    if (!spec
        && object instanceof Task task
        && (task.status() == null || task.status().phase() == null)) {
      return "status.phase is absent";
    }
    return null;
  }

  private static @Nullable String assignment(AttemptId attempt, Assignment it) {
    if (!attempt.equals(it.id())) {
      return mismatch("namespace, task and attempt", attempt, it.id());
    }
    if (it.taskUid() == null || it.desired() == null || it.spec() == null) {
      return "taskUid, desired or spec is absent";
    }
    return null;
  }

  private static @Nullable String report(AttemptId attempt, Report it) {
    if (!attempt.equals(it.id())) {
      return mismatch("namespace, task and attempt", attempt, it.id());
    }
    return it.taskUid() == null || it.phase() == null ? "taskUid or phase is absent" : null;
  }

  private static @Nullable String registration(String agent, Registration it) {
    if (!agent.equals(it.agent())) {
      return mismatch("agent", agent, it.agent());
    }
    return it.uid() == null || it.portRanges() == null ? "uid or portRanges is absent" : null;
  }

  private static String type(String expected, Object found) {
    return "expected a record of " + expected + ", found " + found.getClass().getSimpleName();
  }

  private static String mismatch(String field, @Nullable Object expected, @Nullable Object found) {
    return field + ": expected " + expected + " as in the key, found " + found;
  }
}
