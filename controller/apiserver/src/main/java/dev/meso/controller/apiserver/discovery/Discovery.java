package dev.meso.controller.apiserver.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The discovery documents of a list of resources, as JSON text. Pure; the same list always gives
 * the same texts. Every group has one version.
 */
public final class Discovery {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Resources by where their group and version are served, for instance {@code apis/x.y/v1}. */
  private final Map<String, List<ApiResource>> roots = new LinkedHashMap<>();

  public Discovery(List<ApiResource> resources) {
    for (ApiResource resource : resources) {
      roots.computeIfAbsent(resource.root(), _ -> new java.util.ArrayList<>()).add(resource);
    }
  }

  /** Resources by where their group and version are served. */
  Map<String, List<ApiResource>> roots() {
    return roots;
  }

  /** The answer to {@code /api}: the core group. */
  String core(Form form) {
    if (form != Form.LEGACY) {
      return aggregated(form, true);
    }
    ObjectNode versions = NODES.objectNode();
    versions.put("kind", "APIVersions");
    ArrayNode list = versions.putArray("versions");
    groups(true).forEach(resource -> list.add(resource.version()));
    versions.putArray("serverAddressByClientCIDRs");
    return versions.toString();
  }

  /** The answer to {@code /apis}: every other group. */
  String groups(Form form) {
    if (form != Form.LEGACY) {
      return aggregated(form, false);
    }
    ObjectNode list = NODES.objectNode();
    list.put("kind", "APIGroupList");
    list.put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    groups(false).forEach(resource -> groups.add(group(resource)));
    return list.toString();
  }

  /** The answer to {@code /apis/GROUP}; empty if nothing of that group is served. */
  Optional<String> group(String name) {
    return groups(false).stream()
        .filter(resource -> resource.group().equals(name))
        .findFirst()
        .map(
            resource -> {
              ObjectNode whole = NODES.objectNode();
              whole.put("kind", "APIGroup");
              whole.put("apiVersion", "v1");
              return whole.setAll(group(resource)).toString();
            });
  }

  /** The answer to {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
  Optional<String> resources(String root) {
    List<ApiResource> rows = roots.get(root);
    if (rows == null) {
      return Optional.empty();
    }
    ObjectNode list = NODES.objectNode();
    list.put("kind", "APIResourceList");
    list.put("apiVersion", "v1");
    list.put("groupVersion", rows.getFirst().groupVersion());
    ArrayNode resources = list.putArray("resources");
    for (ApiResource row : rows) {
      ObjectNode resource = resources.addObject();
      resource.put("name", row.plural());
      resource.put("singularName", row.singular());
      resource.put("namespaced", row.namespaced());
      resource.put("kind", row.kind());
      words(resource, "verbs", row.verbs());
      names(resource, row);
      for (ApiResource.Subresource part : row.subresources()) {
        ObjectNode subresource = resources.addObject();
        subresource.put("name", row.plural() + "/" + part.name());
        subresource.put("singularName", "");
        subresource.put("namespaced", row.namespaced());
        if (!part.group().equals(row.group()) || !part.version().equals(row.version())) {
          subresource.put("group", part.group());
          subresource.put("version", part.version());
        }
        subresource.put("kind", part.kind());
        words(subresource, "verbs", part.verbs());
      }
    }
    return Optional.of(list.toString());
  }

  /** One resource of each group: of the core group, or of every other one. */
  private List<ApiResource> groups(boolean core) {
    return roots.values().stream()
        .map(List::getFirst)
        .filter(resource -> resource.group().isEmpty() == core)
        .toList();
  }

  private static ObjectNode group(ApiResource resource) {
    ObjectNode group = NODES.objectNode();
    group.put("name", resource.group());
    ObjectNode version = NODES.objectNode();
    version.put("groupVersion", resource.groupVersion());
    version.put("version", resource.version());
    group.putArray("versions").add(version);
    group.set("preferredVersion", version.deepCopy());
    return group;
  }

  private String aggregated(Form form, boolean core) {
    ObjectNode list = NODES.objectNode();
    list.put("kind", "APIGroupDiscoveryList");
    list.put(
        "apiVersion",
        "apidiscovery.k8s.io/" + (form == Form.AGGREGATED_V2BETA1 ? "v2beta1" : "v2"));
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    for (ApiResource first : groups(core)) {
      ObjectNode item = items.addObject();
      ObjectNode metadata = item.putObject("metadata");
      if (!core) {
        metadata.put("name", first.group());
      }
      ObjectNode version = item.putArray("versions").addObject();
      version.put("version", first.version());
      ArrayNode resources = version.putArray("resources");
      roots.getOrDefault(first.root(), List.of()).forEach(row -> resources.add(aggregated(row)));
      version.put("freshness", "Current");
    }
    return list.toString();
  }

  private static ObjectNode aggregated(ApiResource row) {
    ObjectNode resource = NODES.objectNode();
    resource.put("resource", row.plural());
    resource.set("responseKind", kind(row.group(), row.version(), row.kind()));
    resource.put("scope", row.namespaced() ? "Namespaced" : "Cluster");
    resource.put("singularResource", row.singular());
    words(resource, "verbs", row.verbs());
    names(resource, row);
    if (!row.subresources().isEmpty()) {
      ArrayNode parts = resource.putArray("subresources");
      for (ApiResource.Subresource part : row.subresources()) {
        ObjectNode subresource = parts.addObject();
        subresource.put("subresource", part.name());
        subresource.set("responseKind", kind(part.group(), part.version(), part.kind()));
        words(subresource, "verbs", part.verbs());
      }
    }
    return resource;
  }

  private static void names(ObjectNode resource, ApiResource row) {
    if (!row.shortNames().isEmpty()) {
      words(resource, "shortNames", row.shortNames());
    }
    if (!row.categories().isEmpty()) {
      words(resource, "categories", row.categories());
    }
  }

  private static void words(ObjectNode object, String name, List<String> words) {
    ArrayNode list = object.putArray(name);
    words.forEach(list::add);
  }

  static ObjectNode kind(String group, String version, String kind) {
    ObjectNode node = NODES.objectNode();
    node.put("group", group);
    node.put("version", version);
    node.put("kind", kind);
    return node;
  }
}
