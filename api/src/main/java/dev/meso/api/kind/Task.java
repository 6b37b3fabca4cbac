package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** The unit of work: containers placed together, one attempt at a time. */
public record Task(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable TaskSpec spec,
    @Nullable TaskStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static Task of(ObjectMeta metadata, @Nullable TaskSpec spec, @Nullable TaskStatus status) {
    return new Task(Kind.TASK.apiVersion(), Kind.TASK.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public TaskSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Task " + metadata.name());
    }
    return spec;
  }

  @Override
  public Task withMetadata(ObjectMeta other) {
    return new Task(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Task withStatus(@Nullable TaskStatus other) {
    return new Task(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Task withSpec(@Nullable TaskSpec other) {
    return new Task(apiVersion, kind, metadata, other, status);
  }
}
