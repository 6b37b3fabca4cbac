package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Chooses objects by field: {@code field=value}, {@code field==value} or {@code field!=value},
 * separated by commas. Which fields there are is said by the resource. Immutable.
 */
public final class FieldSelector {
  private final List<Requirement> requirements;

  private FieldSelector(List<Requirement> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  private record Requirement(Resource.Field field, boolean equal, String value) {
    boolean holds(StoredObject object) {
      return field.apply(object).contains(value) == equal;
    }
  }

  /** One term as it is written. */
  record Term(String name, boolean equal, String value) {
    static Term parse(String term) {
      int equals = term.indexOf('=');
      if (equals <= 0) {
        throw ApiError.badRequest(
            "fieldSelector: expected field=value or field!=value, found '" + term + "'");
      }
      boolean not = term.charAt(equals - 1) == '!';
      boolean twice = !not && term.startsWith("=", equals + 1);
      return new Term(
          term.substring(0, not ? equals - 1 : equals).strip(),
          !not,
          term.substring(equals + (twice ? 2 : 1)).strip());
    }
  }

  /** Reads a selector for objects of one kind; the empty one matches everything. */
  public static FieldSelector parse(Resource resource, String text) {
    List<Requirement> requirements = new ArrayList<>();
    for (String term : text.isBlank() ? new String[0] : text.split(",", -1)) {
      Term read = Term.parse(term);
      String name = read.name();
      Resource.Field field = resource.fields().get(name);
      if (field == null) {
        throw ApiError.badRequest(
            "fieldSelector: "
                + resource.plural()
                + " can be chosen by "
                + String.join(", ", new TreeSet<>(resource.fields().keySet()))
                + ", found '"
                + name
                + "'");
      }
      requirements.add(new Requirement(field, read.equal(), read.value()));
    }
    return new FieldSelector(requirements);
  }

  /** Whether it chooses everything. */
  boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** Whether every requirement holds. */
  public boolean matches(StoredObject object) {
    // No iterator: watchers ask this of every event.
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).holds(object)) {
        return false;
      }
    }
    return true;
  }
}
