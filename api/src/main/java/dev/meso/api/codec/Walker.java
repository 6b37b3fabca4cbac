package dev.meso.api.codec;

import dev.meso.api.text.Near;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a document against a record, collects every error, and makes the JSON from which the
 * record is read. It descends only where the record does, so its depth is the record's.
 */
final class Walker {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Problems problems;
  private final Scalars scalars;

  /** The records around the one at hand, innermost first, with their paths. */
  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(Class<?> type, String path) {}

  Walker(Problems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The JSON of a document that should be a {@code type}; null if it is none at all. */
  @Nullable ObjectNode record(Class<?> type, Tree tree, String path) {
    if (!(tree instanceof Tree.Obj object)) {
      problems.add(path, "expected a map with the fields of " + type.getSimpleName(), tree);
      return null;
    }
    levels.push(new Level(type, path));
    try {
      problems.addRepeated(path, object);
      return fields(type, object, path);
    } finally {
      levels.pop();
    }
  }

  private ObjectNode fields(Class<?> type, Tree.Obj object, String path) {
    Map<String, Shape.Field> known = Shape.of(type).fields();
    object
        .fields()
        .forEach(
            (name, value) -> {
              if (!known.containsKey(name)) {
                problems.add(
                    child(path, name),
                    unknown(name, type, path, known),
                    object.keyLines().get(name));
              }
            });
    ObjectNode json = NODES.objectNode();
    for (Shape.Field field : known.values()) {
      Tree value = object.fields().get(field.name());
      String fieldPath = child(path, field.name());
      if (value == null || value instanceof Tree.Nil) {
        if (field.required()) {
          problems.add(
              fieldPath,
              "required: expected "
                  + expected(field.type())
                  + ", found "
                  + (value == null ? "nothing" : "null"),
              value == null ? object.line() : value.line());
        }
        continue;
      }
      JsonNode node = value(field.type(), value, fieldPath);
      if (node != null) {
        json.set(field.name(), node);
      }
    }
    return json;
  }

  private @Nullable JsonNode value(Type type, Tree tree, String path) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      Type inner = arguments[arguments.length - 1];
      return arguments.length == 1 ? list(inner, tree, path) : map(inner, tree, path);
    }
    Class<?> scalar = (Class<?>) type;
    return scalar.isRecord() ? record(scalar, tree, path) : scalars.read(scalar, tree, path);
  }

  private @Nullable JsonNode list(Type inner, Tree tree, String path) {
    if (!(tree instanceof Tree.Arr list)) {
      String hint =
          inner == String.class && tree instanceof Tree.Text text
              ? "; write [\"" + Tree.clip(text.value()) + "\"]"
              : "";
      problems.add(path, "expected a list, found " + tree.described() + hint, tree.line());
      return null;
    }
    ArrayNode json = NODES.arrayNode();
    int index = 0;
    for (Tree item : list.items()) {
      String itemPath = path + "[" + index++ + "]";
      if (item instanceof Tree.Nil) {
        problems.add(itemPath, "expected " + expected(inner), item);
        continue;
      }
      JsonNode node = value(inner, item, itemPath);
      if (node != null) {
        json.add(node);
      }
    }
    return json;
  }

  private @Nullable JsonNode map(Type inner, Tree tree, String path) {
    if (!(tree instanceof Tree.Obj map)) {
      problems.add(path, "expected a map", tree);
      return null;
    }
    problems.addRepeated(path, map);
    ObjectNode json = NODES.objectNode();
    map.fields()
        .forEach(
            (key, value) -> {
              String valuePath = path + "[" + Tree.clip(key) + "]";
              if (value instanceof Tree.Nil) {
                problems.add(valuePath, "expected " + expected(inner), value);
                return;
              }
              JsonNode node = value(inner, value, valuePath);
              if (node != null) {
                json.set(key, node);
              }
            });
    return json;
  }

  private String unknown(String name, Class<?> type, String path, Map<String, Shape.Field> known) {
    String start = "unknown field of " + type.getSimpleName();
    return Near.to(name, known.keySet())
        .map(near -> start + "; did you mean '" + near + "'?")
        .or(
            () ->
                Elsewhere.below(type, name)
                    .map(below -> start + "; it belongs to " + child(path, below)))
        .or(
            () ->
                levels.stream()
                    .skip(1)
                    .filter(level -> Shape.of(level.type()).fields().containsKey(name))
                    .findFirst()
                    .map(level -> start + "; it belongs to " + at(level.path())))
        .orElse(start + "; expected one of " + String.join(", ", known.keySet()));
  }

  private static String at(String path) {
    return path.isEmpty() ? "the top of the document" : path;
  }

  /** The path of a field. */
  static String child(String path, String name) {
    return path.isEmpty() ? Tree.clip(name) : path + "." + Tree.clip(name);
  }

  private static String expected(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return List.class.isAssignableFrom((Class<?>) parameterized.getRawType())
          ? "a list"
          : "a map";
    }
    Class<?> scalar = (Class<?>) type;
    return scalar.isRecord() ? "a map" : Scalars.expected(scalar);
  }
}
