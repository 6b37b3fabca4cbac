package dev.meso.api.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON objects in the order in which they were written. */
final class Keywords {
  private Keywords() {}

  /** A map of name, value, name, value …; it may be changed. */
  static Map<String, Object> of(Object... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException(
          "expected names and values in turn, found " + pairs.length);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** A list whose elements are told apart by a field. */
  static Map<String, Object> listBy(String key) {
    return of("x-kubernetes-list-map-keys", List.of(key), "x-kubernetes-list-type", "map");
  }

  static Map<String, Object> between(long minimum, long maximum) {
    return of("minimum", minimum, "maximum", maximum);
  }

  static Map<String, Object> oneOf(List<String> values) {
    return of("enum", values);
  }

  /** Both; the second wins. */
  static Map<String, Object> and(Map<String, Object> first, Map<String, Object> second) {
    Map<String, Object> both = new LinkedHashMap<>(first);
    both.putAll(second);
    return both;
  }

  static Map<String, Object> byDefault(Object value, Map<String, Object> rest) {
    return and(of("default", value), rest);
  }
}
