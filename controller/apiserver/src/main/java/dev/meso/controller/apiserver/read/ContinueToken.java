package dev.meso.controller.apiserver.read;

import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins.
 *
 * @param revision of the first page
 * @param namespace of the last object that was listed; empty for cluster-scoped kinds
 * @param name of that object
 */
record ContinueToken(long revision, String namespace, String name) {

  static ContinueToken after(long revision, ObjectRef last) {
    return new ContinueToken(
        revision, last.namespace() == null ? "" : last.namespace(), last.name());
  }

  static ContinueToken parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("/", -1);
      if (parts.length == 3 && parts[0].matches("[0-9]{1,18}")) {
        return new ContinueToken(Long.parseLong(parts[0]), parts[1], parts[2]);
      }
    } catch (IllegalArgumentException e) {
      // Answered below as every other text that is no token of ours.
    }
    throw ApiError.badRequest(
        "continue: expected metadata.continue of an earlier page of this list");
  }

  /** The same place in a newer state. */
  ContinueToken withRevision(long newer) {
    return new ContinueToken(newer, namespace, name);
  }

  /** Whether an object comes behind the last one. */
  boolean before(ObjectRef ref) {
    String other = ref.namespace() == null ? "" : ref.namespace();
    int byNamespace = namespace.compareTo(other);
    return byNamespace != 0 ? byNamespace < 0 : name.compareTo(ref.name()) < 0;
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((revision + "/" + namespace + "/" + name).getBytes(StandardCharsets.UTF_8));
  }
}
