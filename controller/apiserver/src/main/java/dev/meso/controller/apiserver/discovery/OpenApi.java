package dev.meso.controller.apiserver.discovery;

import dev.meso.api.schema.Schemas;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAPI v3 documents, one for each group and version, made from the rows of discovery and the
 * records of the kinds. Pure.
 */
final class OpenApi {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> OF_ONE = List.of("get", "update", "patch", "delete");

  private final Map<String, List<ApiResource>> roots;
  private final Supplier<Schemas> schemas;

  OpenApi(Map<String, List<ApiResource>> roots, Supplier<Schemas> schemas) {
    this.roots = roots;
    this.schemas = schemas;
  }

  /**
   * Which documents there are.
   *
   * @param hash of the document of a group and version
   */
  String index(Function<String, String> hash) {
    ObjectNode index = NODES.objectNode();
    ObjectNode paths = index.putObject("paths");
    for (String root : roots.keySet()) {
      paths
          .putObject(root)
          .put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + hash.apply(root));
    }
    return index.toString();
  }

  /** The document of a group and version that is served, for instance {@code apis/meso.dev/v1}. */
  String document(String root) {
    List<ApiResource> rows = roots.getOrDefault(root, List.of());
    Definitions definitions = new Definitions(schemas.get());
    Operations operations = new Operations(definitions);
    ObjectNode document = NODES.objectNode();
    document.put("openapi", "3.0.0");
    document.putObject("info").put("title", "Meso").put("version", rows.getFirst().version());
    ObjectNode paths = document.putObject("paths");
    for (ApiResource row : rows) {
      paths(paths, root, row, operations);
    }
    document.putObject("components").set("schemas", definitions.all());
    return document.toString();
  }

  private static void paths(ObjectNode paths, String root, ApiResource row, Operations operations) {
    Operations.Subject subject = Operations.Subject.of(row);
    String all = "/" + root + "/" + row.plural();
    String collection =
        row.namespaced() ? "/" + root + "/namespaces/{namespace}/" + row.plural() : all;
    if (row.namespaced() && row.verbs().contains("list")) {
      operations.add(paths.putObject(all), "list", subject, true);
    }
    ObjectNode objects = path(paths, collection, row, false);
    for (String verb : List.of("list", "create", "deletecollection")) {
      if (row.verbs().contains(verb)) {
        operations.add(objects, verb, subject, false);
      }
    }
    List<String> ofOne = OF_ONE.stream().filter(row.verbs()::contains).toList();
    String item = collection + "/{name}";
    if (!ofOne.isEmpty()) {
      ObjectNode object = path(paths, item, row, true);
      ofOne.forEach(verb -> operations.add(object, verb, subject, false));
    }
    for (ApiResource.Subresource part : row.subresources()) {
      ObjectNode path = path(paths, item + "/" + part.name(), row, true);
      Operations.Subject partOf = Operations.Subject.of(row, part);
      part.verbs().forEach(verb -> operations.add(path, verb, partOf, false));
    }
  }

  private static ObjectNode path(ObjectNode paths, String url, ApiResource row, boolean named) {
    ObjectNode path = paths.putObject(url);
    if (row.namespaced() || named) {
      var parameters = path.putArray("parameters");
      if (named) {
        parameters.add(Operations.inPath("name", "Name of the " + row.kind() + "."));
      }
      if (row.namespaced()) {
        parameters.add(Operations.inPath("namespace", "Namespace of the " + row.kind() + "."));
      }
    }
    return path;
  }
}
