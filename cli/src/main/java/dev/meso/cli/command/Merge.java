package dev.meso.cli.command;

import dev.meso.cli.client.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code apply} makes of an object that exists: fields that the file names get the file's
 * value, fields that the file named at the last apply and no longer names go, and everything else,
 * set by others, stays.
 *
 * <p>Lists are taken whole. What the file said last is kept in an annotation.
 *
 * <p>Example: the file once said {@code labels: {a: 1, b: 1}} and now says {@code labels: {a: 2}};
 * the server has {@code {a: 1, b: 1, c: 1}}. The result is {@code {a: 2, c: 1}}.
 */
final class Merge {
  /** Holds what the file said when it was applied last, as JSON. */
  static final String LAST_APPLIED = "meso.dev/last-applied";

  /** In files that were made from what the server once showed. */
  private static final List<String> SERVERS_OWN =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private Merge() {}

  /** The object to send when none exists. */
  static ObjectNode created(Manifest manifest) {
    ObjectNode object = manifest.written().deepCopy();
    object.remove("status");
    object.withObjectProperty("metadata").remove(SERVERS_OWN);
    annotate(object, said(manifest));
    return object;
  }

  /** The object to send, at the resourceVersion of {@code live}; nothing if that is as wanted. */
  static Optional<ObjectNode> changed(Manifest manifest, ObjectNode live) {
    ObjectNode result = live.deepCopy();
    result.remove("status");
    ObjectNode said = said(manifest);
    String lastText =
        Trees.at(live, "metadata").path("annotations").path(LAST_APPLIED).asString("");
    ObjectNode last = Trees.tryParse(lastText).orElseGet(Trees::object);
    boolean changed = merge(result, last, said, manifest.complete());
    if (!changed && last.equals(said)) {
      return Optional.empty();
    }
    annotate(result, said);
    return Optional.of(result);
  }

  /** What a file can say: labels, annotations and the spec. */
  private static ObjectNode said(Manifest manifest) {
    ObjectNode said = Trees.object();
    ObjectNode metadata = Trees.object();
    for (String field : new String[] {"labels", "annotations"}) {
      JsonNode value = manifest.written().path("metadata").path(field);
      if (value instanceof ObjectNode map) {
        metadata.set(field, map.deepCopy().without(LAST_APPLIED));
      }
    }
    if (!metadata.isEmpty()) {
      said.set("metadata", metadata);
    }
    JsonNode spec = manifest.written().path("spec");
    if (!spec.isMissingNode()) {
      said.set("spec", spec);
    }
    return said;
  }

  private static void annotate(ObjectNode object, ObjectNode said) {
    object
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(LAST_APPLIED, Trees.compact(said));
  }

  private static boolean merge(ObjectNode live, JsonNode last, JsonNode wanted, JsonNode complete) {
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode full = complete.path(name);
      if (value.isObject() && live.get(name) instanceof ObjectNode below) {
        changed |= merge(below, last.path(name), value, full);
      } else if (!same(live.path(name), value, full)) {
        live.set(name, value);
        changed = true;
      }
    }
    for (Map.Entry<String, JsonNode> field : last.properties()) {
      String name = field.getKey();
      if (wanted.path(name) instanceof MissingNode && live.has(name)) {
        live.remove(name);
        changed = true;
      }
    }
    return changed;
  }

  /** The server may show a list as it was written, or with defaults in its elements. */
  private static boolean same(JsonNode live, JsonNode wanted, JsonNode complete) {
    return live.equals(wanted) || live.equals(complete);
  }
}
