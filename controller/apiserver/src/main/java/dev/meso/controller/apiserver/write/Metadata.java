package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.FieldError;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.api.validation.Defaults;
import dev.meso.api.validation.Validation;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Rules for what clients may say in the metadata of an object. */
final class Metadata {

  /** Kept by the leader for every object that has tasks; not written into objects. */
  static final String TASKS_FINALIZER = "meso.dev/tasks";

  private Metadata() {}

  /** Checks that a body speaks of the object in the URL, and says so if it left that out. */
  static ApiObject addressed(ObjectRef ref, ApiObject object) {
    ObjectMeta metadata = object.metadata();
    same(
        "metadata.namespace", ref.namespace() == null ? "" : ref.namespace(), metadata.namespace());
    same("metadata.name", ref.name(), metadata.name());
    return object.withMetadata(
        metadata.toBuilder().namespace(ref.namespace()).name(ref.name()).build());
  }

  static void same(String field, String inUrl, @org.jspecify.annotations.Nullable String inBody) {
    if (inBody != null && !inBody.isEmpty() && !inBody.equals(inUrl)) {
      throw ApiError.badRequest(
          "Body: " + field + ": expected '" + inUrl + "' as in the URL, found '" + inBody + "'");
    }
  }

  /** Fills in defaults and refuses what is not valid. */
  static ApiObject valid(ApiObject object) {
    ApiObject whole = Defaults.apply(object);
    List<FieldError> errors = new ArrayList<>(Validation.check(whole));
    Kind kind = Kind.of(object);
    errors.addAll(owners(kind, object.metadata().ownerReferences()));
    if (kind == Kind.AGENT && !object.metadata().finalizers().isEmpty()) {
      errors.add(
          new FieldError(
              "metadata.finalizers", "expected none: an Agent goes when its machine does"));
    }
    refuse(kind, object.metadata(), errors);
    return whole;
  }

  private static List<FieldError> owners(Kind kind, List<OwnerReference> owners) {
    String field = "metadata.ownerReferences";
    List<FieldError> errors = new ArrayList<>();
    if (kind == Kind.TASK && !owners.isEmpty()) {
      errors.add(
          new FieldError(field, "expected none: only the controller makes tasks that others own"));
    }
    if (kind == Kind.AGENT && !owners.isEmpty()) {
      errors.add(new FieldError(field, "expected none: an Agent goes when its machine does"));
    }
    if (owners.stream().filter(o -> Boolean.TRUE.equals(o.controller())).count() > 1) {
      errors.add(new FieldError(field, "expected at most one with controller true, found several"));
    }
    for (int i = 0; i < owners.size() && !kind.namespaced(); i++) {
      OwnerReference owner = owners.get(i);
      if (Kind.of(owner.apiVersion(), owner.kind()).filter(Kind::namespaced).isPresent()) {
        errors.add(
            new FieldError(
                field + "[" + i + "].kind",
                "expected a kind without namespaces, as a "
                    + kind.kindName()
                    + " is in none, found "
                    + owner.kind()));
      }
    }
    return errors;
  }

  static void refuse(Kind kind, ObjectMeta metadata, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiError.invalid(kind, metadata.name(), errors);
    }
  }

  /** Finalizers of a client, without the one that is implied. */
  static List<String> finalizers(ObjectMeta metadata) {
    return metadata.finalizers().stream().filter(f -> !f.equals(TASKS_FINALIZER)).toList();
  }

  /** Refuses a write that means an earlier object of the same name. */
  static void sameUid(ObjectRef ref, ObjectMeta sent, String uid) {
    if (sent.uid() != null && !sent.uid().isEmpty() && !Objects.equals(sent.uid(), uid)) {
      throw ApiError.conflict(
          ref.kind(),
          ref.name(),
          "expected uid " + sent.uid() + ", found " + uid + ": it was deleted and created again");
    }
  }
}
