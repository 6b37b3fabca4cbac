package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Long-running replicas of one task template. */
public record App(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable AppSpec spec,
    @Nullable AppStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static App of(ObjectMeta metadata, @Nullable AppSpec spec, @Nullable AppStatus status) {
    return new App(Kind.APP.apiVersion(), Kind.APP.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public AppSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, App " + metadata.name());
    }
    return spec;
  }

  @Override
  public App withMetadata(ObjectMeta other) {
    return new App(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public App withStatus(@Nullable AppStatus other) {
    return new App(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public App withSpec(@Nullable AppSpec other) {
    return new App(apiVersion, kind, metadata, other, status);
  }
}
