package dev.meso.controller.apiserver.discovery;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Kind;
import dev.meso.api.schema.Schemas;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definitions that one OpenAPI document refers to, collected while its paths are written. A
 * kind's come from its records; of anything else a document says no more than that it is an object.
 * For one thread.
 */
final class Definitions {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String PATCH = META + "Patch";
  private static final String DELETE_OPTIONS = META + "DeleteOptions";
  private static final String STATUS = META + "Status";

  private final Schemas schemas;
  private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();

  Definitions(Schemas schemas) {
    this.schemas = schemas;
  }

  /** A reference to what objects of a kind look like. */
  ObjectNode object(String group, String version, String kind) {
    return named(group, version, kind, "");
  }

  /** A reference to what lists of a kind look like. */
  ObjectNode list(String group, String version, String kind) {
    return named(group, version, kind, "List");
  }

  ObjectNode patch() {
    return open(PATCH, "Changes of an object, in the form that the media type names.");
  }

  ObjectNode deleteOptions() {
    return open(DELETE_OPTIONS, "How an object is to be deleted.");
  }

  ObjectNode status() {
    return open(STATUS, "Whether a request succeeded, and if not, why.");
  }

  /** All that references were made to, by name. */
  ObjectNode all() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    definitions.forEach(all::set);
    return all;
  }

  private ObjectNode named(String group, String version, String kind, String suffix) {
    String apiVersion = group.isEmpty() ? version : group + "/" + version;
    Kind known = Kind.of(apiVersion, kind).orElse(null);
    if (known != null) {
      if (!definitions.containsKey(Schemas.definition(known))) {
        schemas
            .definitions(known)
            .forEach((name, schema) -> definitions.put(name, Json.readTree(Json.write(schema))));
      }
      return reference(
          suffix.isEmpty() ? Schemas.definition(known) : Schemas.listDefinition(known));
    }
    String domain = group.isEmpty() ? "core" : group.split("\\.", 2)[0];
    String name = "io.k8s.api." + domain + "." + version + "." + kind + suffix;
    ObjectNode reference =
        open(
            name,
            (suffix.isEmpty() ? "An object" : "A list of objects") + " as Kubernetes has it.");
    ObjectNode definition = definitions.get(name);
    if (definition != null) {
      definition
          .putArray("x-kubernetes-group-version-kind")
          .add(Discovery.kind(group, version, kind + suffix));
    }
    return reference;
  }

  private ObjectNode open(String name, String description) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    definition.put("description", description);
    definition.put("type", "object");
    definition.put("x-kubernetes-preserve-unknown-fields", true);
    definitions.putIfAbsent(name, definition);
    return reference(name);
  }

  private static ObjectNode reference(String name) {
    return Json.readTree(Json.write(Schemas.reference(name)));
  }
}
