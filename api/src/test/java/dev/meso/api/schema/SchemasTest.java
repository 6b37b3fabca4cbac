package dev.meso.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.codec.Shape;
import dev.meso.api.key.KeyExamples;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.validation.Defaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Schemas say what the records, the defaults and the validation do. */
final class SchemasTest {
  private static final Schemas SCHEMAS = new Schemas(Descriptions.built());
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void examplesFitBeforeAndAfterTheirDefaults() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "examples", "hello"))) {
      List<Path> examples = files.filter(f -> f.toString().endsWith(".yaml")).toList();
      assertThat(examples).isNotEmpty();
      for (Path example : examples) {
        String text = Files.readString(example, StandardCharsets.UTF_8);
        for (ApiObject object : Manifests.read(text, example.toString())) {
          assertThat(errors(object)).as("%s", example).isEmpty();
          assertThat(errors(Defaults.apply(object))).as("%s", example).isEmpty();
        }
      }
    }
  }

  @Test
  void everyExampleOfAStatusFits() {
    int seen = 0;
    for (KeyExamples.Example example : KeyExamples.all()) {
      if (example.value() instanceof ApiObject object) {
        JsonNode status = Json.readTree(Json.write(object)).get("status");
        if (status != null) {
          JsonNode whole = MAPPER.valueToTree(SCHEMAS.structural(Kind.of(object)));
          assertThat(SchemaCheck.errors(whole.at("/properties/status"), status)).isEmpty();
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: -1                     | .spec.replicas
          replicas: 100001                 | .spec.replicas
          replicas: two                    | .spec.replicas
          restartPolicy: Sometimes         | .spec.template.spec.restartPolicy
          maxRestarts: 10001               | .spec.template.spec.maxRestarts
          terminationGracePeriodSeconds: -1 | .spec.template.spec.terminationGracePeriodSeconds
          onLost: Panic                    | .spec.template.spec.onLost
          colour: blue                     | .spec.template.spec.colour
          """)
  void whatValidationRefusesTheSchemaRefusesToo(String field, String path) {
    String[] parts = field.split(": ", 2);
    String value = parts[1].matches("-?[0-9]+") ? parts[1] : '"' + parts[1] + '"';
    String member = "\"" + parts[0] + "\":" + value;
    boolean ofApp = parts[0].equals("replicas");
    String app =
        """
        {"apiVersion":"meso.dev/v1","kind":"App","metadata":{"name":"a"},"spec":{%s"template":{"spec":{%s
        "containers":[{"name":"c","command":["true"]}]}}}}\
        """
            .formatted(ofApp ? member + "," : "", ofApp ? "" : member + ",");
    assertThat(SchemaCheck.errors(SCHEMAS.structural(Kind.APP), MAPPER.readTree(app)))
        .singleElement()
        .asString()
        .startsWith(path + ":");
  }

  @Test
  void aJobNeedsTasksThatEnd() {
    JsonNode job = MAPPER.valueToTree(SCHEMAS.structural(Kind.JOB));
    JsonNode policy =
        job.at("/properties/spec/properties/template/properties/spec/properties/restartPolicy");
    assertThat(policy.get("enum").toString()).isEqualTo("[\"OnFailure\",\"Never\"]");
    assertThat(policy.get("default").asString()).isEqualTo("Never");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyFieldIsDescribedInASentence(Kind kind) {
    Descriptions descriptions = Descriptions.built();
    for (Class<?> type : Schemas.records(kind)) {
      assertThat(descriptions.of(type)).as("%s", type).isPresent();
      if (ApiObject.class.isAssignableFrom(type)) {
        continue; // Its five fields are the same for all kinds.
      }
      for (String field : Shape.of(type).fields().keySet()) {
        assertThat(descriptions.of(type, field))
            .as("@param %s of %s", field, type)
            .hasValueSatisfying(text -> assertThat(text).endsWith(".").doesNotContain("{@", "  "));
      }
    }
  }

  @Test
  void rulesSpeakOfFieldsThatExist() {
    new FieldRules()
        .all()
        .forEach(
            (type, fields) ->
                assertThat(Shape.of(type).fields())
                    .containsKeys(fields.keySet().toArray(new String[0])));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyReferenceLeadsToADefinition(Kind kind) {
    Map<String, Map<String, Object>> definitions = SCHEMAS.definitions(kind);
    List<String> references = MAPPER.valueToTree(definitions).findValuesAsString("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(definitions)
                    .containsKey(reference.substring("#/components/schemas/".length())));
    assertThat(definitions).containsKeys(Schemas.definition(kind), Schemas.listDefinition(kind));
  }

  @Test
  void phasesAreWrittenAsTheSchemaSays() {
    for (TaskPhase phase : TaskPhase.values()) {
      assertThat(Json.write(phase)).isEqualTo("\"" + phase.label() + "\"");
    }
  }

  private static List<String> errors(ApiObject object) {
    return SchemaCheck.errors(
        SCHEMAS.structural(Kind.of(object)), Json.readTree(Json.write(object)));
  }
}
