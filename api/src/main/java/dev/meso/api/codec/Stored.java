package dev.meso.api.codec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stored record with the text that it was read from, so that fields which this version does not
 * know survive when it is written back. Treat {@code raw} as immutable.
 *
 * @param value what this version understands of it
 * @param raw all of it
 */
public record Stored<T extends Record>(T value, ObjectNode raw) {

  /**
   * Reads a stored record.
   *
   * @throws MalformedRecord as {@link Json#read} does
   */
  public static <T extends Record> Stored<T> read(Class<T> type, String json) {
    ObjectNode raw = Json.readTree(json);
    return new Stored<>(Json.fromTree(type, raw), raw);
  }

  /**
   * The text of a changed value. What the change left alone stays as it was stored, with all that
   * this version does not know. A field that was changed is replaced, or removed if it is now
   * absent; inside a nested record the same holds for each of its fields. A list or a map that was
   * changed is replaced whole.
   */
  public String write(T changed) {
    ObjectNode merged = overlay(value.getClass(), raw, Json.toTree(value), Json.toTree(changed));
    return Json.write(merged);
  }

  private static ObjectNode overlay(
      Class<?> type, ObjectNode raw, ObjectNode before, ObjectNode after) {
    ObjectNode merged = raw.objectNode();
    merged.setAll(raw);
    for (Shape.Field field : Shape.of(type).fields().values()) {
      String name = field.name();
      JsonNode now = after.get(name);
      JsonNode then = before.get(name);
      if (now == null) {
        if (then != null) {
          merged.remove(name);
        }
      } else if (!now.equals(then)) {
        merged.set(name, changed(field, raw.get(name), then, now));
      }
    }
    return merged;
  }

  private static JsonNode changed(
      Shape.Field field, JsonNode raw, JsonNode before, JsonNode after) {
    return field.innermost().isRecord()
            && raw instanceof ObjectNode rawObject
            && before instanceof ObjectNode beforeObject
            && after instanceof ObjectNode afterObject
            && field.type() instanceof Class<?> type
        ? overlay(type, rawObject, beforeObject, afterObject)
        : after;
  }
}
