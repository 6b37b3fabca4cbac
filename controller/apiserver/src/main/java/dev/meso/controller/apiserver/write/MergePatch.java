package dev.meso.controller.apiserver.write;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7386: null removes, objects merge, everything else replaces. Pure. */
final class MergePatch {

  /** Objects within objects; what a parser lets through is not deeper. */
  private static final int DEPTH_MAX = 500;

  private MergePatch() {}

  /** A patched copy of {@code target}. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    return apply(target, patch, 0);
  }

  private static ObjectNode apply(ObjectNode target, ObjectNode patch, int depth) {
    if (depth > DEPTH_MAX) {
      throw dev.meso.controller.apiserver.status.ApiError.badRequest(
          "Body: expected at most " + DEPTH_MAX + " objects within objects");
    }
    ObjectNode result = target.objectNode();
    result.setAll(target);
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String name = change.getKey();
      switch (change.getValue()) {
        case JsonNode gone when gone.isNull() -> result.remove(name);
        case ObjectNode inner ->
            result.set(
                name,
                apply(
                    result.get(name) instanceof ObjectNode old ? old : target.objectNode(),
                    inner,
                    depth + 1));
        case JsonNode value -> result.set(name, value);
      }
    }
    return result;
  }
}
