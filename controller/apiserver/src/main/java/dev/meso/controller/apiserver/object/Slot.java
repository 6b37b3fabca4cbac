package dev.meso.controller.apiserver.object;

import dev.meso.store.port.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The two keys that may stand for one object, and the object that they make, if they do.
 *
 * @param object absent when the keys make none: an orphaned status, an intent for a task that is
 *     gone, or a record that cannot be read
 */
public record Slot(
    ObjectRef ref, @Nullable Entry spec, @Nullable Entry status, @Nullable StoredObject object) {

  /** Neither key. */
  public static Slot empty(ObjectRef ref) {
    return new Slot(ref, null, null, null);
  }

  /** Mod revision of the spec key; 0 when it is absent. */
  public long specRevision() {
    return spec == null ? 0 : spec.modRevision();
  }

  /** Mod revision of the status key; 0 when it is absent. */
  public long statusRevision() {
    return status == null ? 0 : status.modRevision();
  }

  boolean vacant() {
    return spec == null && status == null;
  }
}
