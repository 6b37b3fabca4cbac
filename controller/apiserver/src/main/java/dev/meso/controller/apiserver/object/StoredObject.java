package dev.meso.controller.apiserver.object;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.store.port.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An object as users see it, with the keys that it was made from.
 *
 * @param object whole: metadata with resourceVersion, spec and status
 * @param revision its resourceVersion: the larger mod revision of its keys
 * @param spec its spec key; absent for an owned task without an intent and an agent without
 *     settings
 * @param status its status key; absent if there is none, or one of another uid
 */
public record StoredObject(
    ObjectRef ref, ApiObject object, long revision, @Nullable Entry spec, @Nullable Entry status) {

  /** The uid. */
  public String uid() {
    return object.metadata().requireUid();
  }

  /** As clients read it. */
  public String json() {
    return Json.write(object);
  }

  /** The same object under another resourceVersion, for the event of its deletion. */
  public StoredObject at(long otherRevision) {
    ApiObject moved =
        object.withMetadata(
            object.metadata().toBuilder().resourceVersion(Long.toString(otherRevision)).build());
    return new StoredObject(ref, moved, otherRevision, spec, status);
  }
}
