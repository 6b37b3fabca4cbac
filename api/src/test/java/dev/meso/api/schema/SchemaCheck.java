package dev.meso.api.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of a validator of JSON schemas as our schemas use. Unknown fields are errors. */
final class SchemaCheck {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<String> errors = new ArrayList<>();

  private SchemaCheck() {}

  /** What is wrong with a value; empty if nothing is. */
  static List<String> errors(Map<String, Object> schema, JsonNode value) {
    return errors(MAPPER.<JsonNode>valueToTree(schema), value);
  }

  static List<String> errors(JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck();
    check.value("", schema, value);
    return check.errors;
  }

  private void value(String path, JsonNode schema, JsonNode value) {
    if (schema.has("x-kubernetes-int-or-string")) {
      require(value.isString() || value.isIntegralNumber(), path, "a quantity", value);
      return;
    }
    boolean typed =
        switch (schema.path("type").asString("")) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          default -> false;
        };
    require(typed, path, "type " + schema.path("type"), value);
    if (schema.has("enum")) {
      require(
          schema.get("enum").valueStream().anyMatch(value::equals),
          path,
          "a value of the set",
          value);
    }
    bounds(path, schema, value);
    if (value.isArray()) {
      value.forEach(item -> value(path + "[]", schema.get("items"), item));
    }
    if (value.isObject()) {
      fields(path, schema, value);
    }
  }

  private void bounds(String path, JsonNode schema, JsonNode value) {
    BigDecimal size =
        value.isNumber()
            ? value.decimalValue()
            : BigDecimal.valueOf(value.isString() ? value.asString().length() : value.size());
    for (String least : List.of("minimum", "minItems")) {
      bound(schema, least).ifPresent(n -> require(size.compareTo(n) >= 0, path, least + n, value));
    }
    for (String most : List.of("maximum", "maxItems", "maxProperties", "maxLength")) {
      bound(schema, most).ifPresent(n -> require(size.compareTo(n) <= 0, path, most + n, value));
    }
  }

  private static Optional<BigDecimal> bound(JsonNode schema, String keyword) {
    return schema.has(keyword) ? Optional.of(schema.get(keyword).decimalValue()) : Optional.empty();
  }

  private void fields(String path, JsonNode schema, JsonNode value) {
    schema
        .path("required")
        .forEach(name -> require(value.has(name.asString()), path, "field " + name, value));
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String fieldPath = path + "." + field.getKey();
      if (schema.has("additionalProperties")) {
        value(fieldPath, schema.get("additionalProperties"), field.getValue());
      } else if (schema.path("properties").has(field.getKey())) {
        value(fieldPath, schema.get("properties").get(field.getKey()), field.getValue());
      } else {
        // Only the metadata of a whole object are not described.
        require(path.equals(".metadata"), fieldPath, "no such field", value);
      }
    }
  }

  private void require(boolean good, String path, String expected, JsonNode found) {
    if (!good) {
      errors.add(path + ": expected " + expected + ", found " + found);
    }
  }
}
