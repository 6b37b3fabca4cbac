package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.FieldError;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code autoscaling/v1} Scale of an App: its replicas and nothing else. Pure. */
public final class Scales {
  private Scales() {}

  /** The scale of an App. */
  public static ObjectNode of(StoredObject object) {
    App app = (App) object.object();
    ObjectMeta from = app.metadata();
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", "Scale");
    scale.put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    metadata.put("name", object.ref().name());
    metadata.put("namespace", object.ref().namespace());
    metadata.put("uid", object.uid());
    metadata.put("resourceVersion", Long.toString(object.revision()));
    if (from.creationTimestamp() != null) {
      metadata.put("creationTimestamp", from.creationTimestamp().toString());
    }
    scale.putObject("spec").put("replicas", replicas(app.requireSpec().replicas(), 1));
    scale
        .putObject("status")
        .put("replicas", replicas(app.status() == null ? null : app.status().replicas(), 0))
        .put("selector", "");
    return scale;
  }

  private static int replicas(@org.jspecify.annotations.Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  /** The App at a scale that a client sent. */
  static ApiObject apply(StoredObject current, ObjectNode scale) {
    App app = (App) current.object();
    JsonNode replicas = scale.path("spec").path("replicas");
    if (!replicas.isIntegralNumber() || !replicas.canConvertToInt()) {
      throw ApiError.invalid(
          current.ref().kind(),
          current.ref().name(),
          List.of(new FieldError("spec.replicas", "expected a whole number, found " + replicas)));
    }
    ObjectMeta metadata =
        app.metadata().toBuilder().resourceVersion(revision(scale).orElse(null)).build();
    return app.withMetadata(metadata).withSpec(app.requireSpec().withReplicas(replicas.asInt()));
  }

  /** The resourceVersion in an object's metadata. */
  static Optional<String> revision(ObjectNode object) {
    JsonNode revision = object.path("metadata").path("resourceVersion");
    return revision.isString()
        ? Optional.of(revision.asString()).filter(r -> !r.isEmpty())
        : Optional.empty();
  }
}
