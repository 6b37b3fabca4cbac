package dev.meso.controller.core.forecast;

import dev.meso.api.kind.ApiObject;
import dev.meso.controller.core.plan.ObjectRef;

/**
 * An object as a user would write it.
 *
 * @param object in spec form, defaults filled in, with its uid
 * @param createRevision of its spec key; 0 when it would be created
 */
public record Proposed(ApiObject object, long createRevision) {

  /** The object's name. */
  public ObjectRef ref() {
    return ObjectRef.of(object);
  }
}
