package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.InvalidInput;
import dev.meso.api.codec.Json;
import dev.meso.api.codec.MalformedRecord;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.RequestBody;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what clients send. Every fault is a 400 or a 415 that says what was expected. */
final class Bodies {
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  private static final String JSON = "application/json";
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml");

  /** An object with what the client should be warned of. */
  record Decoded(ApiObject object, List<String> warnings) {}

  private Bodies() {}

  /** A whole object of one kind, JSON or YAML. */
  static Decoded object(Kind kind, ApiRequest request) {
    String text = RequestBody.text(request);
    if (RequestBody.isJson(request)) {
      return json(kind, text, request.query().text("fieldValidation").orElse("Strict"));
    }
    if (!YAML.contains(request.mediaType())) {
      throw RequestBody.mediaType(request, JSON + " or application/yaml");
    }
    List<ApiObject> objects;
    try {
      objects = Manifests.read(text, "body");
    } catch (InvalidInput e) {
      throw undecodable(kind, e);
    }
    if (objects.size() != 1) {
      throw ApiError.badRequest("Body: expected one object, found " + objects.size());
    }
    if (Kind.of(objects.getFirst()) != kind) {
      throw ApiError.badRequest(
          "Body: expected kind "
              + kind.kindName()
              + " as the URL says, found "
              + objects.getFirst().kind());
    }
    return new Decoded(objects.getFirst(), List.of());
  }

  /** An object that was put together here from JSON, decoded as strictly as one from outside. */
  static Decoded json(Kind kind, String text, String fieldValidation) {
    String body = text.contains("\"managedFields\"") ? withoutManagedFields(text) : text;
    try {
      return new Decoded(Manifests.readObject(kind, body), List.of());
    } catch (InvalidInput e) {
      return switch (fieldValidation) {
        case "Strict" -> throw undecodable(kind, e);
        case "Warn", "Ignore" -> lenient(kind, body, e, fieldValidation.equals("Warn"));
        default ->
            throw ApiError.badRequest(
                "fieldValidation: expected Strict, Warn or Ignore, found '"
                    + fieldValidation
                    + "'");
      };
    }
  }

  /**
   * A patch.
   *
   * @param strategic whether a strategic merge patch is taken, as long as it has no directives
   */
  static Patch patch(ObjectRef ref, ApiRequest request, boolean strategic) {
    String type = request.mediaType();
    if (strategic && type.equals(STRATEGIC_PATCH)) {
      return new Patch.Merge(plain(RequestBody.object(RequestBody.text(request))));
    }
    return switch (type) {
      case MERGE_PATCH -> new Patch.Merge(RequestBody.object(RequestBody.text(request)));
      case JSON_PATCH -> new Patch.Operations(ref, array(RequestBody.text(request)));
      default -> throw RequestBody.mediaType(request, MERGE_PATCH + " or " + JSON_PATCH);
    };
  }

  /** Members such as {@code $patch} mean more than merging, which is not done here. */
  private static ObjectNode plain(ObjectNode patch) {
    for (String name : patch.propertyNames()) {
      if (name.startsWith("$")) {
        throw ApiError.badRequest("Body: expected no directive, found " + name);
      }
    }
    patch
        .valueStream()
        .forEach(
            value -> {
              if (value instanceof ObjectNode inner) {
                ObjectNode _ = plain(inner);
              }
            });
    return patch;
  }

  private static ArrayNode array(String text) {
    // A list is no record; as the member of one it is read with the same limits.
    if (RequestBody.object("{\"patch\":" + text + "}").get("patch")
        instanceof ArrayNode operations) {
      return operations;
    }
    throw ApiError.badRequest("Body: expected a list of operations");
  }

  /** A JSON object, or an empty one if there is no body. */
  static ObjectNode options(ApiRequest request) {
    if (!request.body().hasRemaining()) {
      return RequestBody.object("{}");
    }
    return RequestBody.object(request);
  }

  private static Decoded lenient(Kind kind, String text, InvalidInput strict, boolean warn) {
    ApiObject object;
    try {
      object = Json.read(kind.type(), text);
    } catch (MalformedRecord e) {
      throw undecodable(kind, strict);
    }
    if (Kind.of(object.apiVersion(), object.kind()).orElse(null) != kind) {
      throw undecodable(kind, strict);
    }
    return new Decoded(
        object, warn ? strict.errors().stream().map(Object::toString).toList() : List.of());
  }

  private static ApiError undecodable(Kind kind, InvalidInput e) {
    List<Cause> causes = new ArrayList<>();
    e.errors().forEach(f -> causes.add(new Cause(f.path(), f.message(), Cause.FIELD_INVALID)));
    return ApiError.badRequest("strict decoding error: " + ApiError.joined(e.errors()))
        .about(kind, null)
        .because(causes);
  }

  /** Bookkeeping of other servers, which clients send back; we keep none. */
  private static String withoutManagedFields(String text) {
    try {
      ObjectNode tree = Json.readTree(text);
      if (tree.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove("managedFields");
      }
      return tree.toString();
    } catch (MalformedRecord e) {
      return text;
    }
  }
}
