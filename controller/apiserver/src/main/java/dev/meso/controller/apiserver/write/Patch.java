package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.FieldError;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change of an object that says only what changes. */
sealed interface Patch {

  /** The object after the change; the argument is left alone. */
  ObjectNode apply(ObjectNode target);

  /** The resourceVersion that the change was made from, if it says one. */
  default Optional<String> revision() {
    return Optional.empty();
  }

  /** RFC 7386. */
  record Merge(ObjectNode patch) implements Patch {
    @Override
    public ObjectNode apply(ObjectNode target) {
      return MergePatch.apply(target, patch);
    }

    @Override
    public Optional<String> revision() {
      return Scales.revision(patch);
    }
  }

  /** RFC 6902. */
  record Operations(ObjectRef ref, ArrayNode operations) implements Patch {
    @Override
    public ObjectNode apply(ObjectNode target) {
      try {
        return JsonPatch.apply(target, operations);
      } catch (JsonPatch.Failed e) {
        throw ApiError.invalid(
            ref.kind(),
            ref.name(),
            List.of(new FieldError("patch", String.valueOf(e.getMessage()))));
      }
    }
  }
}
