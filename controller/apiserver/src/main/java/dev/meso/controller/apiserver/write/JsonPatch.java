package dev.meso.controller.apiserver.write;

import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON patches as RFC 6902 has them, with pointers as RFC 6901 has them. Pure. */
final class JsonPatch {

  /** Operations of one patch; each may move a whole object. */
  private static final int OPERATIONS_MAX = 1_000;

  private static final String END = "-";

  /** An operation that cannot be done on this object. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message, null, false, false);
    }
  }

  private JsonPatch() {}

  /**
   * A patched copy.
   *
   * @throws Failed if a test fails or a place is not there
   * @throws ApiError if this is no patch
   */
  static ObjectNode apply(ObjectNode target, ArrayNode operations) {
    if (operations.size() > OPERATIONS_MAX) {
      throw ApiError.badRequest("Body: expected at most " + OPERATIONS_MAX + " operations");
    }
    JsonNode document = target.deepCopy();
    int index = 0;
    for (JsonNode operation : operations) {
      String where = "Body[" + index++ + "]";
      if (!(operation instanceof ObjectNode object)) {
        throw ApiError.badRequest(where + ": expected an operation");
      }
      document = done(document, object, where);
    }
    if (document instanceof ObjectNode object) {
      return object;
    }
    throw new Failed("expected an object after the patch");
  }

  private static JsonNode done(JsonNode document, ObjectNode operation, String where) {
    List<String> path = pointer(operation, "path", where);
    return switch (text(operation, "op", where)) {
      case "add" -> added(document, path, value(operation, where));
      case "remove" -> removed(document, path);
      case "replace" -> {
        JsonNode value = value(operation, where);
        JsonNode _ = at(document, path);
        yield path.isEmpty() ? value : added(removed(document, path), path, value);
      }
      case "move" -> {
        List<String> from = pointer(operation, "from", where);
        boolean inside = path.size() > from.size() && path.subList(0, from.size()).equals(from);
        if (inside) {
          throw new Failed("/" + String.join("/", from) + " cannot be moved into itself");
        }
        JsonNode value = at(document, from);
        yield added(removed(document, from), path, value);
      }
      case "copy" ->
          added(document, path, at(document, pointer(operation, "from", where)).deepCopy());
      case "test" -> {
        JsonNode found = at(document, path);
        JsonNode expected = value(operation, where);
        if (!same(found, expected)) {
          throw new Failed("test failed: /" + String.join("/", path) + " is " + clip(found));
        }
        yield document;
      }
      case String other ->
          throw ApiError.badRequest(
              where
                  + ".op: expected add, remove, replace, move, copy or test, found '"
                  + other
                  + "'");
    };
  }

  /** Numbers are the same when their values are. */
  private static boolean same(JsonNode one, JsonNode other) {
    boolean numbers = one.isNumber() && other.isNumber();
    return numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
  }

  private static String clip(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static JsonNode at(JsonNode document, List<String> path) {
    JsonNode here = document;
    for (String step : path) {
      JsonNode next =
          switch (here) {
            case ObjectNode object -> object.get(step);
            case ArrayNode array -> array.get(index(step, array.size() - 1, path));
            default -> null;
          };
      if (next == null) {
        throw new Failed("there is no /" + String.join("/", path));
      }
      here = next;
    }
    return here;
  }

  private static JsonNode added(JsonNode document, List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    String last = path.getLast();
    switch (at(document, path.subList(0, path.size() - 1))) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> {
        if (last.equals(END)) {
          array.add(value);
        } else {
          array.insert(index(last, array.size(), path), value);
        }
      }
      default -> throw new Failed("there is nothing to add to at /" + String.join("/", path));
    }
    return document;
  }

  private static JsonNode removed(JsonNode document, List<String> path) {
    if (path.isEmpty()) {
      throw new Failed("the whole object cannot be removed");
    }
    JsonNode _ = at(document, path);
    String last = path.getLast();
    switch (at(document, path.subList(0, path.size() - 1))) {
      case ObjectNode object -> object.remove(last);
      case ArrayNode array -> array.remove(index(last, array.size() - 1, path));
      default -> throw new Failed("there is no /" + String.join("/", path));
    }
    return document;
  }

  private static int index(String step, int max, List<String> path) {
    if (step.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(step) <= max) {
      return Integer.parseInt(step);
    }
    throw new Failed("there is no /" + String.join("/", path));
  }

  private static List<String> pointer(ObjectNode operation, String field, String where) {
    String text = text(operation, field, where);
    List<String> steps = new ArrayList<>();
    if (text.isEmpty()) {
      return steps;
    }
    if (!text.startsWith("/")) {
      throw ApiError.badRequest(where + "." + field + ": expected a path such as /spec/replicas");
    }
    for (String step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private static JsonNode value(ObjectNode operation, String where) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw ApiError.badRequest(where + ".value: required");
    }
    return value.deepCopy();
  }

  private static String text(ObjectNode operation, String field, String where) {
    JsonNode value = operation.get(field);
    if (value == null || !value.isString()) {
      throw ApiError.badRequest(where + "." + field + ": expected a text");
    }
    return value.asString();
  }
}
