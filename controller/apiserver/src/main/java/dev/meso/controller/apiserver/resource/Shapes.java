package dev.meso.controller.apiserver.resource;

import dev.meso.api.codec.Json;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.object.StoredObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shapes that objects of every kind have. Pure. */
public final class Shapes {
  private Shapes() {}

  /** Metadata as JSON. */
  static JsonNode metadata(ObjectMeta metadata) {
    return Json.toTree(metadata);
  }

  /** The metadata of an object alone, as a {@code PartialObjectMetadata}. */
  public static String partial(Resource resource, StoredObject object) {
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.put("kind", "PartialObjectMetadata");
    made.put("apiVersion", "meta.k8s.io/v1");
    ObjectNode metadata = (ObjectNode) metadata(object.object().metadata());
    if (resource == Pods.RESOURCE) {
      metadata.put("uid", Pods.uid(object));
    }
    made.set("metadata", metadata);
    return made.toString();
  }
}
