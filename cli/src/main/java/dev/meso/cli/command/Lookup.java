package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import dev.meso.cli.naming.Suggestions;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds objects by name, and says what may have been meant if there is none. */
final class Lookup {
  private Lookup() {}

  /** The object. */
  static ObjectNode get(ApiClient client, @Nullable String namespace, Ref ref) {
    return client
        .find(ref.kind(), namespace, ref.name())
        .orElseThrow(() -> missing(client, namespace, ref));
  }

  /** Says that there is no such object. */
  static Failure missing(ApiClient client, @Nullable String namespace, Ref ref) {
    List<String> here = new ArrayList<>();
    String elsewhere = "";
    for (ObjectNode other : client.list(ref.kind(), null).items()) {
      String name = Trees.text(other, "metadata.name");
      String room = Trees.text(other, "metadata.namespace");
      if (namespace == null || room.equals(namespace)) {
        here.add(name);
      } else if (name.equals(ref.name())) {
        elsewhere = "; there is one in namespace " + room;
      }
    }
    String place = namespace == null ? "" : " in namespace " + namespace;
    String hint = elsewhere.isEmpty() ? Suggestions.sentence(ref.name(), here) : elsewhere;
    return new Failure(ExitCode.NOT_FOUND, ref + " not found" + place + hint);
  }
}
