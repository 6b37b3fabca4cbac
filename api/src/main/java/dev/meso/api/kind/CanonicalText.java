package dev.meso.api.kind;

import dev.meso.api.resource.Quantity;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for equal values: JSON with fields in alphabetical order, without absent and empty ones.
 * Hashes are made over it, so its form must not change.
 */
final class CanonicalText {
  private final StringBuilder out = new StringBuilder();

  private CanonicalText() {}

  static String of(Record value) {
    CanonicalText text = new CanonicalText();
    text.append(value);
    return text.out.toString();
  }

  private void append(Object value) {
    switch (value) {
      case String string -> quote(string);
      case Quantity quantity -> quote(quantity.canonical());
      case Duration duration -> quote(duration.toString());
      case Instant instant -> quote(instant.toString());
      case Enum<?> constant -> quote(constant.name());
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case List<?> list -> append(list);
      case Map<?, ?> map -> append(map);
      case Record record -> append(fields(record));
      default ->
          throw new IllegalArgumentException("no canonical text for " + value.getClass().getName());
    }
  }

  private void append(List<?> list) {
    String before = "[";
    for (Object item : list) {
      out.append(before);
      append(item);
      before = ",";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void append(Map<?, ?> map) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(key.toString(), value));
    String before = "{";
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      out.append(before);
      quote(entry.getKey());
      out.append(':');
      append(entry.getValue());
      before = ",";
    }
    out.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static Map<String, Object> fields(Record record) {
    TreeMap<String, Object> fields = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(record);
        if (value != null && !emptyCollection(value)) {
          fields.put(component.getName(), value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a public record's accessor failed: " + component, e);
      }
    }
    return fields;
  }

  private static boolean emptyCollection(Object value) {
    return switch (value) {
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      default -> false;
    };
  }

  private void quote(String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
