package dev.meso.api.validation;

import dev.meso.api.codec.FieldError;
import dev.meso.api.kind.ApiObject;
import java.util.List;

/** What is wrong with an object after its defaults were filled in. Pure. */
public final class Validation {
  private Validation() {}

  public static List<FieldError> check(ApiObject object) {
    return object.metadata().name() == null
        ? List.of(new FieldError("metadata.name", "required"))
        : List.of();
  }

  /** What an update changes that must not change. */
  public static List<FieldError> checkUpdate(ApiObject before, ApiObject after) {
    return before.kind().equals(after.kind())
        ? List.of()
        : List.of(new FieldError("kind", "immutable"));
  }
}
