package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * A space for the names of Apps, Jobs and Tasks: names are unique in it, and deleting it deletes
 * all that is in it. {@code default} is there from the start.
 */
public record Namespace(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable NamespaceSpec spec,
    @Nullable NamespaceStatus status)
    implements ApiObject {

  /** An object of this kind. */
  public static Namespace of(
      ObjectMeta metadata, @Nullable NamespaceSpec spec, @Nullable NamespaceStatus status) {
    return new Namespace(
        Kind.NAMESPACE.apiVersion(), Kind.NAMESPACE.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public NamespaceSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Namespace " + metadata.name());
    }
    return spec;
  }

  @Override
  public Namespace withMetadata(ObjectMeta other) {
    return new Namespace(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Namespace withStatus(@Nullable NamespaceStatus other) {
    return new Namespace(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Namespace withSpec(@Nullable NamespaceSpec other) {
    return new Namespace(apiVersion, kind, metadata, other, status);
  }
}
