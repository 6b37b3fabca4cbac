package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.naming.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object from a user's file, checked.
 *
 * @param namespace null for a cluster-wide kind
 * @param written what the file says and nothing else
 * @param complete the same with defaults
 */
record Manifest(
    Kind kind, @Nullable String namespace, String name, ObjectNode written, ObjectNode complete) {
  Ref ref() {
    return new Ref(kind, name);
  }
}
