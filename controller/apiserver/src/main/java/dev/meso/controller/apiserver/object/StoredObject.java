package dev.meso.controller.apiserver.object;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.store.port.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An object as users see it, with the keys that it was made from.
 *
 * <p>Immutable and shared by whoever reads it. Its text is made when somebody first wants it, and
 * kept: a get, each list and every watcher of its event send the same one.
 */
public final class StoredObject {
  private final ObjectRef ref;
  private final ApiObject object;
  private final long revision;
  private final @Nullable Entry spec;
  private final @Nullable Entry status;
  // A race writes the same text twice, which is harmless.
  private @Nullable String json;

  /** Of these keys. */
  public StoredObject(
      ObjectRef ref,
      ApiObject object,
      long revision,
      @Nullable Entry spec,
      @Nullable Entry status) {
    this.ref = ref;
    this.object = object;
    this.revision = revision;
    this.spec = spec;
    this.status = status;
  }

  /** Its kind and name. */
  public ObjectRef ref() {
    return ref;
  }

  /** Whole: metadata with resourceVersion, spec and status. */
  public ApiObject object() {
    return object;
  }

  /** Its resourceVersion: the larger mod revision of its keys. */
  public long revision() {
    return revision;
  }

  /** Its spec key; absent for an owned task without an intent and an agent without settings. */
  public @Nullable Entry spec() {
    return spec;
  }

  /** Its status key; absent if there is none, or one of another uid. */
  public @Nullable Entry status() {
    return status;
  }

  /** The uid. */
  public String uid() {
    return object.metadata().requireUid();
  }

  /** As clients read it. */
  public String json() {
    String text = json;
    if (text == null) {
      text = Json.write(object);
      json = text;
    }
    return text;
  }

  /** The same object under another resourceVersion, for the event of its deletion. */
  public StoredObject at(long otherRevision) {
    ApiObject moved =
        object.withMetadata(
            object.metadata().toBuilder().resourceVersion(Long.toString(otherRevision)).build());
    return new StoredObject(ref, moved, otherRevision, spec, status);
  }

  @Override
  public String toString() {
    return ref + "@" + revision;
  }
}
