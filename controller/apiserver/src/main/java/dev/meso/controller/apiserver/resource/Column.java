package dev.meso.controller.apiserver.resource;

import dev.meso.controller.apiserver.object.StoredObject;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * One column of a server-side table.
 *
 * @param name as people read it; clients print it in capitals
 * @param type {@code string} or {@code integer}, as in OpenAPI
 * @param format {@code name} for the column that names the row, or empty
 * @param description a sentence
 * @param wide shown only when more is asked for ({@code -o wide})
 * @param cell a text or a whole number, given the time now
 */
public record Column(
    String name,
    String type,
    String format,
    String description,
    boolean wide,
    BiFunction<StoredObject, Instant, Object> cell) {

  static Column text(
      String name, String description, BiFunction<StoredObject, Instant, Object> cell) {
    return new Column(name, "string", "", description, false, cell);
  }

  static Column number(
      String name, String description, BiFunction<StoredObject, Instant, Object> cell) {
    return new Column(name, "integer", "", description, false, cell);
  }

  static Column wide(
      String name, String description, BiFunction<StoredObject, Instant, Object> cell) {
    return new Column(name, "string", "", description, true, cell);
  }
}
