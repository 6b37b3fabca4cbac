package dev.meso.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a Kubernetes API server asks of a CustomResourceDefinition. */
final class CustomResourcesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Schemas SCHEMAS = new Schemas(Descriptions.built());

  static List<Kind> kinds() {
    return CustomResources.KINDS;
  }

  private static JsonNode definition(Kind kind) {
    return MAPPER.valueToTree(new CustomResources(SCHEMAS).definition(kind));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void schemasAreStructural(Kind kind) {
    JsonNode definition = definition(kind);
    JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");
    assertThat(definition.toString()).doesNotContain("$ref", "allOf", "oneOf");
    assertThat(schema.at("/properties/metadata").toString()).isEqualTo("{\"type\":\"object\"}");
    structural("", schema);
  }

  private static void structural(String path, JsonNode schema) {
    if (schema.has("x-kubernetes-int-or-string")) {
      // The one form in which the type may be left out.
      assertThat(schema.get("anyOf").toString())
          .isEqualTo("[{\"type\":\"integer\"},{\"type\":\"string\"}]");
      assertThat(schema.has("type")).as(path).isFalse();
      return;
    }
    assertThat(schema.path("type").isString()).as("type at '%s'", path).isTrue();
    assertThat(schema.has("properties") && schema.has("additionalProperties")).as(path).isFalse();
    if (schema.has("default")) {
      assertThat(SchemaCheck.errors(schema, schema.get("default")))
          .as("default at %s", path)
          .isEmpty();
    }
    if (schema.path("type").asString().equals("array")) {
      JsonNode items = schema.get("items");
      assertThat(items).as("items at %s", path).isNotNull();
      Set<String> required =
          items.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
      schema
          .path("x-kubernetes-list-map-keys")
          .forEach(key -> assertThat(required).as(path).contains(key.asString()));
      structural(path + "[]", items);
    }
    if (schema.has("additionalProperties")) {
      structural(path + "{}", schema.get("additionalProperties"));
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> structural(path + "." + field.getKey(), field.getValue()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void columnsLeadToFieldsOfTheSchema(Kind kind) {
    JsonNode schema = definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");
    for (CustomResources.Column column : CustomResources.columns(kind)) {
      if (column.path().startsWith(".metadata")) {
        continue;
      }
      JsonNode at = schema;
      for (String name : column.path().substring(1).split("\\.", -1)) {
        at =
            at.has("additionalProperties")
                ? at.get("additionalProperties")
                : at.path("properties").path(name);
      }
      assertThat(at.isObject()).as("%s of %s", column.path(), kind).isTrue();
    }
  }

  @Test
  void onlyAppsScale() {
    for (Kind kind : kinds()) {
      JsonNode parts = definition(kind).at("/spec/versions/0/subresources");
      assertThat(parts.has("status")).isTrue();
      assertThat(parts.at("/scale/specReplicasPath").asString(""))
          .isEqualTo(kind == Kind.APP ? ".spec.replicas" : "");
      assertThat(parts.at("/scale/statusReplicasPath").asString(""))
          .isEqualTo(kind == Kind.APP ? ".status.replicas" : "");
    }
  }
}
