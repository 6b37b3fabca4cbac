package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Tasks that run to completion. */
public record Job(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable JobSpec spec,
    @Nullable JobStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static Job of(ObjectMeta metadata, @Nullable JobSpec spec, @Nullable JobStatus status) {
    return new Job(Kind.JOB.apiVersion(), Kind.JOB.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public JobSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Job " + metadata.name());
    }
    return spec;
  }

  @Override
  public Job withMetadata(ObjectMeta other) {
    return new Job(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Job withStatus(@Nullable JobStatus other) {
    return new Job(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Job withSpec(@Nullable JobSpec other) {
    return new Job(apiVersion, kind, metadata, other, status);
  }
}
