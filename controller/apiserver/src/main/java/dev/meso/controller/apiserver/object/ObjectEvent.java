package dev.meso.controller.apiserver.object;

import dev.meso.api.kind.Kind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one revision did to one object. There is one event for an object and a revision, whatever
 * number of its keys changed.
 *
 * <p>Immutable and shared by every watcher.
 */
public final class ObjectEvent {
  private final long revision;
  private final @Nullable StoredObject before;
  private final @Nullable StoredObject after;
  // A race writes the same text twice, which is harmless.
  private @Nullable String shapedText;

  ObjectEvent(long revision, @Nullable StoredObject before, @Nullable StoredObject after) {
    this.revision = revision;
    this.before = before;
    this.after = after;
  }

  /** Of the object. */
  Kind kind() {
    StoredObject object = after == null ? before : after;
    if (object == null) {
      throw new IllegalStateException("an event of nothing at revision " + revision);
    }
    return object.ref().kind();
  }

  public long revision() {
    return revision;
  }

  /** The object before; absent if it was created. */
  public @Nullable StoredObject before() {
    return before;
  }

  /** The object afterwards; absent if it is gone. */
  public @Nullable StoredObject after() {
    return after;
  }

  /**
   * The JSON of the object afterwards in the shape of another API; a kind has one such shape at
   * most, so it is made once too.
   */
  public String afterText(Function<StoredObject, String> shape) {
    String text = shapedText;
    if (text == null) {
      if (after == null) {
        throw new IllegalStateException("the object is gone at revision " + revision);
      }
      text = shape.apply(after);
      shapedText = text;
    }
    return text;
  }
}
