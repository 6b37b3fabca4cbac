package dev.meso.controller.apiserver.resource;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.controller.apiserver.object.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The fields by which objects can be chosen. */
final class Fields {
  private static final Map<String, Resource.Field> EVERY_KIND =
      Map.of(
          "metadata.name", o -> List.of(o.ref().name()),
          "metadata.namespace",
              o -> List.of(o.ref().namespace() == null ? "" : o.ref().namespace()));

  private static final Map<String, Resource.Field> TASKS =
      Map.of(
          "status.phase", o -> fromStatus(o, s -> s.phase().label()),
          "status.agent", o -> fromStatus(o, s -> s.agent() == null ? "" : s.agent()),
          "metadata.ownerReferences.name",
              o -> o.object().metadata().ownerReferences().stream().map(r -> r.name()).toList());

  private Fields() {}

  static Map<String, Resource.Field> of(Kind kind) {
    return kind == Kind.TASK ? with(TASKS) : EVERY_KIND;
  }

  /** These, and those that every object has. */
  static Map<String, Resource.Field> with(Map<String, Resource.Field> more) {
    Map<String, Resource.Field> all = new TreeMap<>(EVERY_KIND);
    all.putAll(more);
    return all;
  }

  static List<String> fromStatus(StoredObject object, Function<TaskStatus, String> field) {
    return object.object() instanceof Task task && task.status() != null
        ? List.of(field.apply(task.status()))
        : List.of("");
  }
}
