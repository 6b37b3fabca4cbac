package dev.meso.controller.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients are told of what is served. */
final class DiscoveryPagesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String KUBECTL =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
          + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
          + "application/json";

  private final DiscoveryPages pages = new DiscoveryPages(ApiResources.kinds());

  private Reply.Whole get(String path, Map<String, String> headers) {
    return get(pages, path, headers);
  }

  private static Reply.Whole get(DiscoveryPages pages, String path, Map<String, String> headers) {
    String[] parts = path.split("\\?", 2);
    List<String> segments = List.of(parts[0].substring(1).split("/", -1));
    try {
      return (Reply.Whole)
          pages
              .find(segments)
              .orElseThrow()
              .handle(
                  new ApiRequest(
                      "GET",
                      segments,
                      Params.parse(parts.length > 1 ? parts[1] : null),
                      name -> Optional.ofNullable(headers.get(name)).stream().toList(),
                      Principal.LOCAL,
                      ByteBuffer.allocate(0)));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode json(String path) {
    return MAPPER.readTree(get(path, Map.of()).body());
  }

  private static String header(Reply.Whole reply, String name) {
    return reply.headers().stream()
        .filter(h -> h.name().equals(name))
        .map(Reply.Header::value)
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json | AGGREGATED_V2
          application/json; v=v2; g=apidiscovery.k8s.io; as=APIGroupDiscoveryList | AGGREGATED_V2
          application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json | AGGREGATED_V2BETA1
          application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json | LEGACY
          application/json,application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList | LEGACY
          application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList | LEGACY
          application/json;g=other;v=v2;as=APIGroupDiscoveryList | LEGACY
          application/json, */* | LEGACY
          '' | LEGACY
          ;;,,; | LEGACY
          """)
  void theFirstFormThatIsKnownIsTaken(String accept, Form form) {
    assertThat(Form.accepted(accept)).isEqualTo(form);
  }

  @Test
  void aggregatedDiscoverySaysAllInTwoAnswers() {
    Reply.Whole core = get("/api", Map.of("Accept", KUBECTL));
    Reply.Whole groups = get("/apis", Map.of("Accept", KUBECTL));

    assertThat(core.contentType()).isEqualTo(Form.AGGREGATED_V2.contentType());
    assertThat(header(core, "Vary")).isEqualTo("Accept");
    JsonNode namespaces = MAPPER.readTree(core.body()).at("/items/0/versions/0/resources/0");
    assertThat(MAPPER.readTree(core.body()).at("/items/0/metadata").toString()).isEqualTo("{}");
    assertThat(namespaces.at("/scope").asString()).isEqualTo("Cluster");
    assertThat(namespaces.at("/shortNames/0").asString()).isEqualTo("ns");
    JsonNode list = MAPPER.readTree(groups.body());
    assertThat(list.at("/apiVersion").asString()).isEqualTo("apidiscovery.k8s.io/v2");
    assertThat(list.at("/items/0/metadata/name").asString()).isEqualTo("meso.dev");
    assertThat(list.at("/items/0/versions/0/resources").findValuesAsString("resource"))
        .containsExactly("apps", "jobs", "tasks", "agents", "queues", "volumes");
    assertThat(list.at("/items/0/versions/0/resources/0/subresources/1").toString())
        .isEqualTo(
            "{\"subresource\":\"scale\",\"responseKind\":{\"group\":\"autoscaling\",\"version\":\"v1\","
                + "\"kind\":\"Scale\"},\"verbs\":[\"get\",\"patch\",\"update\"]}");
  }

  @Test
  void thePlainFormsLeadToTheSameRows() {
    assertThat(json("/api").at("/versions").toString()).isEqualTo("[\"v1\"]");
    assertThat(json("/apis").at("/groups/0/preferredVersion/groupVersion").asString())
        .isEqualTo("meso.dev/v1");
    assertThat(json("/apis/meso.dev").at("/kind").asString()).isEqualTo("APIGroup");
    JsonNode rows = json("/apis/meso.dev/v1");
    assertThat(rows.at("/groupVersion").asString()).isEqualTo("meso.dev/v1");
    assertThat(rows.at("/resources").findValuesAsString("name"))
        .containsExactly(
            "apps",
            "apps/status",
            "apps/scale",
            "jobs",
            "jobs/status",
            "tasks",
            "tasks/status",
            "tasks/log",
            "agents",
            "agents/status",
            "queues",
            "queues/status",
            "volumes",
            "volumes/status");
    assertThat(rows.at("/resources/2/group").asString()).isEqualTo("autoscaling");
    assertThat(rows.at("/resources/0/categories").toString()).isEqualTo("[\"all\",\"meso\"]");
    assertThat(json("/api/v1").at("/resources/0/name").asString()).isEqualTo("namespaces");
  }

  @Test
  void nothingIsToldOfWhatIsNotServed() {
    for (String path :
        List.of(
            "apis/batch", "apis/meso.dev/v2", "api/v2", "openapi/v3/apis/batch/v1", "openapi")) {
      assertThat(pages.find(List.of(path.split("/", -1)))).as(path).isEmpty();
    }
    assertThat(pages.find(List.of())).isEmpty();
    assertThat(pages.find(List.of("apis", "meso.dev", "v1", "apps"))).isEmpty();
  }

  @Test
  void resourcesThatAreNoKindsCanBeServedToo() {
    List<ApiResource> all = new ArrayList<>(ApiResources.kinds());
    all.add(ApiResources.PODS.with(ApiResources.EVICTION));
    all.addAll(List.of(ApiResources.NODES, ApiResources.EVENTS));
    all.addAll(ApiResources.REVIEWS);
    DiscoveryPages more = new DiscoveryPages(all);
    JsonNode core = MAPPER.readTree(get(more, "/api/v1", Map.of()).body());
    assertThat(core.at("/resources").findValuesAsString("name"))
        .contains("pods", "pods/eviction", "pods/log", "nodes", "events");
    JsonNode index = MAPPER.readTree(get(more, "/openapi/v3", Map.of()).body());
    assertThat(index.at("/paths").propertyNames())
        .containsExactlyInAnyOrder(
            "api/v1",
            "apis/meso.dev/v1",
            "apis/rbac.authorization.k8s.io/v1",
            "apis/authorization.k8s.io/v1",
            "apis/authentication.k8s.io/v1");
    JsonNode document = MAPPER.readTree(get(more, "/openapi/v3/api/v1", Map.of()).body());
    assertThat(contentTypes(document.at("/paths/~1api~1v1~1nodes~1{name}/patch")))
        .contains("application/strategic-merge-patch+json");
    JsonNode reviews =
        MAPPER.readTree(get(more, "/openapi/v3/apis/authorization.k8s.io/v1", Map.of()).body());
    assertThat(reviews.at("/paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews");
    for (String name : index.at("/paths").propertyNames()) {
      references(MAPPER.readTree(get(more, "/openapi/v3/" + name, Map.of()).body()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/apis", "/api/v1", "/apis/meso.dev", "/openapi/v3"})
  void whoHasAPageIsNotSentItAgain(String path) {
    Reply.Whole first = get(path, Map.of());
    String tag = header(first, "ETag");
    assertThat(tag).matches("\"[0-9A-F]{64}\"");
    assertThat(first.code()).isEqualTo(200);
    Reply.Whole again = get(path, Map.of("If-None-Match", "\"x\", W/" + tag));
    assertThat(again.code()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(get(path, Map.of("If-None-Match", "\"x\"")).code()).isEqualTo(200);
  }

  @Test
  void eachFormHasItsOwnTag() {
    assertThat(header(get("/apis", Map.of("Accept", KUBECTL)), "ETag"))
        .isNotEqualTo(header(get("/apis", Map.of()), "ETag"));
  }

  @Test
  void documentsThatAreNamedByTheirHashMayBeKeptForEver() {
    JsonNode paths = json("/openapi/v3").at("/paths");
    assertThat(paths.propertyNames())
        .containsExactlyInAnyOrder(
            "api/v1", "apis/meso.dev/v1", "apis/rbac.authorization.k8s.io/v1");
    for (JsonNode path : paths) {
      String url = path.at("/serverRelativeURL").asString();
      Reply.Whole document = get(url, Map.of());
      assertThat(header(document, "Cache-Control")).isEqualTo("public, immutable");
      assertThat(header(document, "ETag")).isEqualTo('"' + url.split("hash=", -1)[1] + '"');
      assertThat(header(get(url + "0", Map.of()), "Cache-Control")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindIsPatchedWithFieldValidationButNotStrategically(Kind kind) {
    String root = (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    JsonNode document = json("/openapi/v3/" + root);
    String url =
        "/"
            + root
            + (kind.namespaced() ? "/namespaces/{namespace}/" : "/")
            + kind.plural()
            + "/{name}";
    JsonNode patch = document.at("/paths").path(url).path("patch");
    assertThat(patch.path("parameters").findValuesAsString("name"))
        .contains("fieldValidation", "dryRun", "fieldManager", "force");
    assertThat(patch.path("x-kubernetes-action").asString("")).isEqualTo("patch");
    assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asString(""))
        .isEqualTo(kind.kindName());
    assertThat(contentTypes(patch))
        .containsExactlyInAnyOrder("application/merge-patch+json", "application/json-patch+json");
    for (String method : List.of("get", "put", "delete")) {
      assertThat(document.at("/paths").path(url).has(method)).as(method).isTrue();
    }
    references(document);
  }

  @Test
  void oldClientsAreGivenADocumentThatDescribesNothing() {
    Reply.Whole old = get("/openapi/v2", Map.of("Accept", "application/json"));
    assertThat(old.code()).isEqualTo(200);
    assertThat(old.body()).isEmpty();
    assertThat(old.contentType())
        .isEqualTo("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
  }

  private static List<String> contentTypes(JsonNode operation) {
    return List.copyOf(operation.at("/requestBody/content").propertyNames());
  }

  /** Every reference of a document leads somewhere. */
  private static void references(JsonNode document) {
    assertThat(document.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isObject()).as(ref).isTrue());
  }
}
