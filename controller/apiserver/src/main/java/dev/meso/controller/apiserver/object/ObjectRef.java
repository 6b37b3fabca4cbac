package dev.meso.controller.apiserver.object;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.OwnerReference;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names an object: kind, namespace (absent for cluster-scoped kinds) and name. */
public record ObjectRef(Kind kind, @Nullable String namespace, String name)
    implements Comparable<ObjectRef> {

  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind)
          .thenComparing(ref -> ref.namespace == null ? "" : ref.namespace)
          .thenComparing(ObjectRef::name);

  /**
   * The object that a reference names: an object of the same namespace, or of none. Nothing if its
   * kind is not stored here, or if it would be in a namespace while the dependent is in none.
   */
  public static Optional<ObjectRef> owner(ObjectRef dependent, OwnerReference reference) {
    return Kind.of(reference.apiVersion(), reference.kind())
        .filter(kind -> !kind.namespaced() || dependent.namespace() != null)
        .map(
            kind ->
                new ObjectRef(
                    kind, kind.namespaced() ? dependent.namespace() : null, reference.name()));
  }

  /** The key of its desired state. */
  public Key.Spec spec() {
    return new Key.Spec(kind, namespace, name);
  }

  /** The key of its observed state. */
  public Key.Status status() {
    return new Key.Status(kind, namespace, name);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.kindName() + " " + (namespace == null ? "" : namespace + "/") + name;
  }
}
