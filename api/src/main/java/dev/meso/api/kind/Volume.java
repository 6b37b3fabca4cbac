package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is kept on one agent, across the tasks that use it. It is bound to an agent when
 * the first task that names it is placed; from then on tasks that name it run there and nowhere
 * else, and its size is taken of that agent's disk and of its queue until it is deleted.
 */
public record Volume(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable VolumeSpec spec,
    @Nullable VolumeStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static Volume of(
      ObjectMeta metadata, @Nullable VolumeSpec spec, @Nullable VolumeStatus status) {
    return new Volume(Kind.VOLUME.apiVersion(), Kind.VOLUME.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public VolumeSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Volume " + metadata.name());
    }
    return spec;
  }

  @Override
  public Volume withMetadata(ObjectMeta other) {
    return new Volume(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Volume withStatus(@Nullable VolumeStatus other) {
    return new Volume(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Volume withSpec(@Nullable VolumeSpec other) {
    return new Volume(apiVersion, kind, metadata, other, status);
  }
}
