package dev.meso.controller.apiserver.plan;

import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.RequestBody;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.write.Previews;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be planned. It names every object that is read to answer it, so that who may ask can
 * be decided before anything is read.
 *
 * @param schedule whether the scheduler is asked too
 * @param items at least one, at most {@value #OBJECTS_MAX}, each object once
 */
public record PlanRequest(boolean schedule, List<Item> items) {

  /** Objects of one request. */
  public static final int OBJECTS_MAX = 100;

  static final String API_VERSION = "meso.dev/v1";
  static final String KIND = "Plan";
  private static final String NAMESPACE = "default";

  public PlanRequest {
    items = List.copyOf(items);
  }

  /**
   * One object as it was sent.
   *
   * @param object decoded, defaults not filled in
   * @param warnings for whoever sent it
   */
  public record Item(ObjectRef ref, ApiObject object, List<String> warnings) {
    public Item {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads a request.
   *
   * @param namespace of which all objects must be; any if empty
   * @throws ApiError when it makes no sense as a whole, or an object cannot be decoded
   */
  static PlanRequest of(ApiRequest request, String namespace) {
    ObjectNode body = RequestBody.object(request);
    expect(body, "apiVersion", API_VERSION);
    expect(body, "kind", KIND);
    JsonNode spec = body.path("spec");
    JsonNode objects = spec.path("objects");
    if (!objects.isArray() || objects.isEmpty() || objects.size() > OBJECTS_MAX) {
      throw ApiError.badRequest(
          "spec.objects: expected a list of 1 to "
              + OBJECTS_MAX
              + " objects, found "
              + (objects.isArray() ? objects.size() : objects.isMissingNode() ? "none" : objects));
    }
    JsonNode schedule = spec.path("schedule");
    if (!schedule.isMissingNode() && !schedule.isBoolean()) {
      throw ApiError.badRequest("spec.schedule: expected true or false, found " + schedule);
    }
    String validation = request.query().text("fieldValidation").orElse("Strict");
    List<Item> items = new ArrayList<>();
    Set<ObjectRef> seen = new LinkedHashSet<>();
    for (int i = 0; i < objects.size(); i++) {
      Item item = item("spec.objects[" + i + "]", objects.get(i), namespace, validation);
      if (!seen.add(item.ref())) {
        throw ApiError.badRequest(
            "spec.objects[" + i + "]: expected each object once, found " + item.ref() + " again");
      }
      items.add(item);
    }
    return new PlanRequest(schedule.asBoolean(true), items);
  }

  private static Item item(String path, @Nullable JsonNode node, String within, String validation) {
    if (!(node instanceof ObjectNode manifest)) {
      throw ApiError.badRequest(path + ": expected an object, found " + node);
    }
    String apiVersion = manifest.path("apiVersion").asString("");
    String word = manifest.path("kind").asString("");
    Kind kind =
        Kind.of(apiVersion, word)
            .orElseThrow(
                () ->
                    ApiError.badRequest(
                        path
                            + ": expected a kind that is served, found kind '"
                            + word
                            + "' of apiVersion '"
                            + apiVersion
                            + "'"));
    Previews.Sent sent = Previews.decode(kind, manifest, validation);
    ObjectMeta metadata = sent.object().metadata();
    String name = metadata.name();
    if (name == null || !Keyspace.ID.matcher(name).matches()) {
      throw ApiError.badRequest(
          path
              + ".metadata.name: expected the name of an object, found "
              + (name == null ? "none" : "'" + name + "'"));
    }
    String given = metadata.namespace();
    String namespace = null;
    if (kind.namespaced()) {
      String meant = within.isEmpty() ? NAMESPACE : within;
      namespace = given == null || given.isEmpty() ? meant : given;
      if (!Keyspace.ID.matcher(namespace).matches()) {
        throw ApiError.badRequest(
            path + ".metadata.namespace: expected the name of one, found '" + namespace + "'");
      }
    }
    if (!within.isEmpty() && !within.equals(namespace)) {
      throw ApiError.badRequest(
          path
              + ": expected an object of namespace "
              + within
              + " as the URL says, found one of "
              + (namespace == null ? "none" : namespace));
    }
    return new Item(new ObjectRef(kind, namespace, name), sent.object(), sent.warnings());
  }

  private static void expect(ObjectNode body, String field, String expected) {
    String found = body.path(field).asString("");
    if (!found.equals(expected)) {
      throw ApiError.badRequest(
          "Body: field " + field + ": expected '" + expected + "', found '" + found + "'");
    }
  }
}
