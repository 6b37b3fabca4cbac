package dev.meso.controller.apiserver.read;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Chooses objects by field: {@code field=value}, {@code field==value} or {@code field!=value},
 * separated by commas. Every kind has {@code metadata.name} and {@code metadata.namespace}; tasks
 * also have {@code status.phase}, {@code status.agent} and {@code metadata.ownerReferences.name}.
 * Immutable.
 */
public final class FieldSelector {
  private static final Map<String, Function<StoredObject, List<String>>> EVERY_KIND =
      Map.of(
          "metadata.name", o -> List.of(o.ref().name()),
          "metadata.namespace",
              o -> List.of(o.ref().namespace() == null ? "" : o.ref().namespace()));

  private static final Map<String, Function<StoredObject, List<String>>> TASKS =
      Map.of(
          "status.phase", o -> fromStatus(o, s -> s.phase().label()),
          "status.agent", o -> fromStatus(o, s -> s.agent() == null ? "" : s.agent()),
          "metadata.ownerReferences.name",
              o -> o.object().metadata().ownerReferences().stream().map(r -> r.name()).toList());

  private final List<Requirement> requirements;

  private FieldSelector(List<Requirement> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  private record Requirement(
      Function<StoredObject, List<String>> field, boolean equal, String value) {
    boolean holds(StoredObject object) {
      return field.apply(object).contains(value) == equal;
    }
  }

  /** Reads a selector for objects of one kind; the empty one matches everything. */
  public static FieldSelector parse(Kind kind, String text) {
    Map<String, Function<StoredObject, List<String>>> fields = new TreeMap<>(EVERY_KIND);
    if (kind == Kind.TASK) {
      fields.putAll(TASKS);
    }
    List<Requirement> requirements = new ArrayList<>();
    for (String term : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = term.indexOf('=');
      if (equals <= 0) {
        throw ApiError.badRequest(
            "fieldSelector: expected field=value or field!=value, found '" + term + "'");
      }
      boolean not = term.charAt(equals - 1) == '!';
      String name = term.substring(0, not ? equals - 1 : equals).strip();
      boolean twice = !not && term.startsWith("=", equals + 1);
      String value = term.substring(equals + (twice ? 2 : 1)).strip();
      Function<StoredObject, List<String>> field = fields.get(name);
      if (field == null) {
        throw ApiError.badRequest(
            "fieldSelector: "
                + kind.plural()
                + " can be chosen by "
                + String.join(", ", fields.keySet())
                + ", found '"
                + name
                + "'");
      }
      requirements.add(new Requirement(field, !not, value));
    }
    return new FieldSelector(requirements);
  }

  /** Whether every requirement holds. */
  public boolean matches(StoredObject object) {
    return requirements.stream().allMatch(r -> r.holds(object));
  }

  private static List<String> fromStatus(StoredObject object, Function<TaskStatus, String> field) {
    return object.object() instanceof Task task && task.status() != null
        ? List.of(field.apply(task.status()))
        : List.of("");
  }
}
