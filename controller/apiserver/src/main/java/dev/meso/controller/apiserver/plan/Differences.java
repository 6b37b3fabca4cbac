package dev.meso.controller.apiserver.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares two forms of an object, field by field. Pure.
 *
 * <p>A field is named as {@code spec.template.spec.containers[main].command}: elements of a list go
 * by their {@code name} where all have one, and such a list's order does not matter; other lists
 * are compared whole. Not compared: the status, what the server alone writes in the metadata, and
 * the annotations in which clients note what they applied.
 */
final class Differences {

  /** Differences that are told of one object; what is left out is counted. */
  static final int LISTED_MAX = 200;

  private static final Set<String> SERVERS_OWN =
      Set.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields");

  private static final Set<String> NOTES =
      Set.of("meso.dev/last-applied", "kubectl.kubernetes.io/last-applied-configuration");

  /**
   * One field that differs.
   *
   * @param old absent when the field is new
   * @param now absent when the field goes
   */
  record Difference(String path, @Nullable JsonNode old, @Nullable JsonNode now) {}

  private final List<Difference> found = new ArrayList<>();
  private int leftOut;

  private Differences() {}

  /**
   * The differences of two whole objects.
   *
   * @param before nothing if the object is new
   */
  static Differences between(@Nullable ObjectNode before, ObjectNode after) {
    Differences differences = new Differences();
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    differences.fields("", before == null ? nothing : comparable(before), comparable(after));
    return differences;
  }

  /** At most {@value #LISTED_MAX} of them. */
  List<Difference> listed() {
    return List.copyOf(found);
  }

  /** How many more there are. */
  int leftOut() {
    return leftOut;
  }

  boolean none() {
    return found.isEmpty();
  }

  private static ObjectNode comparable(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    copy.remove("apiVersion");
    copy.remove("kind");
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVERS_OWN);
      metadata.remove(List.of("name", "namespace"));
      if (metadata.get("annotations") instanceof ObjectNode annotations) {
        annotations.remove(NOTES);
      }
    }
    return copy;
  }

  private void fields(String path, JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>(after.propertyNames());
    names.addAll(before.propertyNames());
    for (String name : names) {
      boolean plain = name.matches("[A-Za-z0-9_-]+");
      String step = plain ? (path.isEmpty() ? name : "." + name) : "[" + name + "]";
      compare(path + step, before.get(name), after.get(name));
    }
  }

  private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
    JsonNode old = absent(before) ? null : before;
    JsonNode now = absent(after) ? null : after;
    if (Objects.equals(old, now)) {
      return;
    }
    if (within(old, now, JsonNode::isObject)) {
      ObjectNode nothing = JsonNodeFactory.instance.objectNode();
      fields(path, old == null ? nothing : old, now == null ? nothing : now);
    } else if (within(old, now, Differences::named)) {
      Map<String, JsonNode> oldOnes = byName(old);
      Map<String, JsonNode> newOnes = byName(now);
      Set<String> names = new LinkedHashSet<>(newOnes.keySet());
      names.addAll(oldOnes.keySet());
      for (String name : names) {
        compare(path + "[" + name + "]", oldOnes.get(name), newOnes.get(name));
      }
    } else if (found.size() < LISTED_MAX) {
      found.add(new Difference(path, old, now));
    } else {
      leftOut++;
    }
  }

  /** The codec leaves out what is empty; a client may not. */
  private static boolean absent(@Nullable JsonNode node) {
    return node == null || node.isNull() || (node.isContainer() && node.isEmpty());
  }

  private static boolean within(
      @Nullable JsonNode old,
      @Nullable JsonNode now,
      java.util.function.Predicate<JsonNode> shape) {
    return (old == null || shape.test(old)) && (now == null || shape.test(now));
  }

  private static boolean named(JsonNode list) {
    return list.isArray() && byName(list).size() == list.size();
  }

  private static Map<String, JsonNode> byName(@Nullable JsonNode list) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    if (list != null) {
      for (JsonNode element : list) {
        JsonNode name = element.path("name");
        if (name.isString()) {
          elements.put(name.asString(), element);
        }
      }
    }
    return elements;
  }
}
