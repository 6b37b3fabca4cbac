package dev.meso.controller.core.plan;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * Names an object, whether it exists or not. Ordered by kind, namespace and name.
 *
 * @param namespace empty for a cluster-scoped kind
 */
public record ObjectRef(Kind kind, String namespace, String name) implements Comparable<ObjectRef> {

  /** An object of the cluster, or of a namespace when one is given. */
  public static ObjectRef of(Kind kind, @Nullable String namespace, String name) {
    return new ObjectRef(kind, namespace == null ? "" : namespace, name);
  }

  /** The name of an object that has its metadata. */
  public static ObjectRef of(ApiObject object) {
    ObjectMeta metadata = object.metadata();
    return of(Kind.of(object), metadata.namespace(), metadata.requireName());
  }

  /** The namespace as keys have it: absent for a cluster-scoped kind. */
  public @Nullable String namespaceOrNull() {
    return kind.namespaced() ? namespace : null;
  }

  /** The words that assignments carry as owner, for instance {@code App/web}. */
  public String ownerText() {
    return kind.kindName() + "/" + name;
  }

  @Override
  public int compareTo(ObjectRef other) {
    int byKind = kind.compareTo(other.kind);
    if (byKind != 0) {
      return byKind;
    }
    // Most are of one namespace and share its text, which equals() sees at once.
    return namespace.equals(other.namespace)
        ? name.compareTo(other.name)
        : namespace.compareTo(other.namespace);
  }

  @Override
  public String toString() {
    return kind.kindName() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
