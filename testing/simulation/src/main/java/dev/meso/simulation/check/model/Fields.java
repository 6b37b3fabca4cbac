package dev.meso.simulation.check.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of JSON objects; what is absent or of another type is absent. */
public final class Fields {
  private Fields() {}

  public static @Nullable String text(JsonNode node, String name) {
    JsonNode field = node.get(name);
    return field != null && field.isString() ? field.stringValue() : null;
  }

  public static boolean is(JsonNode node, String name, String text) {
    return text.equals(text(node, name));
  }

  /** Whether a boolean field is there and true. */
  public static boolean isTrue(JsonNode node, String name) {
    JsonNode field = node.get(name);
    return field != null && field.isBoolean() && field.booleanValue();
  }

  public static @Nullable Long number(JsonNode node, String name) {
    JsonNode field = node.get(name);
    return field != null && field.isIntegralNumber() ? Long.valueOf(field.longValue()) : null;
  }

  public static long number(JsonNode node, String name, long otherwise) {
    Long number = number(node, name);
    return number == null ? otherwise : number;
  }

  /** A field without which the record says nothing. */
  static String require(JsonNode node, String name) {
    String text = text(node, name);
    if (text == null) {
      throw new IllegalArgumentException("expected field " + name + ", found none");
    }
    return text;
  }

  static Map<String, Integer> ports(JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      return Map.of();
    }
    Map<String, Integer> ports = new LinkedHashMap<>();
    node.properties().forEach(port -> ports.put(port.getKey(), port.getValue().intValue()));
    return ports;
  }

  static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
    return texts;
  }
}
