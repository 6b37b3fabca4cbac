package dev.meso.api.meta;

import dev.meso.api.collection.FixedMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of an object, as Kubernetes has it.
 *
 * <p>A key in etcd never holds {@code resourceVersion}: the API server computes it from the mod
 * revisions of the object's keys.
 *
 * @param name name of the object, unique among the objects of one kind and namespace; a DNS label
 *     of at most 63 characters
 * @param generateName a prefix from which the API server makes a name when {@code name} is absent
 * @param namespace namespace of the object; absent for cluster-scoped kinds
 * @param uid tells apart objects that had the same name at different times; made by the API server
 * @param resourceVersion opaque to clients; in an update it must be that of the object which was
 *     read
 * @param generation counts the changes of the spec, from 1
 * @param creationTimestamp when the API server created the object
 * @param deletionTimestamp when deletion was asked for; the object goes when what it owns has ended
 * @param deletionGracePeriodSeconds overrides the task's own grace period while it is deleted
 * @param labels keys and values by which objects are selected
 * @param annotations keys and values that tools keep with the object
 * @param ownerReferences objects that own this one; when they are deleted, so is this one
 * @param finalizers names of those who must agree before a deleted object goes
 */
public record ObjectMeta(
    @Nullable String name,
    @Nullable String generateName,
    @Nullable String namespace,
    @Nullable String uid,
    @Nullable String resourceVersion,
    @Nullable Long generation,
    @Nullable Instant creationTimestamp,
    @Nullable Instant deletionTimestamp,
    @Nullable Long deletionGracePeriodSeconds,
    SortedMap<String, String> labels,
    SortedMap<String, String> annotations,
    List<OwnerReference> ownerReferences,
    List<String> finalizers) {

  public ObjectMeta {
    labels = FixedMap.copyOf(labels);
    annotations = FixedMap.copyOf(annotations);
    ownerReferences = ownerReferences == null ? List.of() : List.copyOf(ownerReferences);
    finalizers = finalizers == null ? List.of() : List.copyOf(finalizers);
  }

  /** Metadata with a namespace and a name and nothing else. */
  public static ObjectMeta named(@Nullable String namespace, String name) {
    return new Builder().namespace(namespace).name(name).build();
  }

  /** The name, of an object that is known to have one. */
  public String requireName() {
    if (name == null) {
      throw new IllegalStateException("metadata.name is absent");
    }
    return name;
  }

  /** The namespace, of an object that is known to have one. */
  public String requireNamespace() {
    if (namespace == null) {
      throw new IllegalStateException("metadata.namespace is absent, object " + name);
    }
    return namespace;
  }

  /** The uid, of an object that has been created. */
  public String requireUid() {
    if (uid == null) {
      throw new IllegalStateException("metadata.uid is absent, object " + name);
    }
    return uid;
  }

  /** Whether deletion was asked for. */
  public boolean deleting() {
    return deletionTimestamp != null;
  }

  /** A builder that starts with these values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Builds metadata; not thread-safe. */
  public static final class Builder {
    private @Nullable String name;
    private @Nullable String generateName;
    private @Nullable String namespace;
    private @Nullable String uid;
    private @Nullable String resourceVersion;
    private @Nullable Long generation;
    private @Nullable Instant creationTimestamp;
    private @Nullable Instant deletionTimestamp;
    private @Nullable Long deletionGracePeriodSeconds;
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private List<OwnerReference> ownerReferences = List.of();
    private List<String> finalizers = List.of();

    /** A builder without values. */
    public Builder() {}

    private Builder(ObjectMeta from) {
      name = from.name;
      generateName = from.generateName;
      namespace = from.namespace;
      uid = from.uid;
      resourceVersion = from.resourceVersion;
      generation = from.generation;
      creationTimestamp = from.creationTimestamp;
      deletionTimestamp = from.deletionTimestamp;
      deletionGracePeriodSeconds = from.deletionGracePeriodSeconds;
      labels = from.labels;
      annotations = from.annotations;
      ownerReferences = from.ownerReferences;
      finalizers = from.finalizers;
    }

    public Builder name(@Nullable String value) {
      name = value;
      return this;
    }

    public Builder generateName(@Nullable String value) {
      generateName = value;
      return this;
    }

    public Builder namespace(@Nullable String value) {
      namespace = value;
      return this;
    }

    public Builder uid(@Nullable String value) {
      uid = value;
      return this;
    }

    public Builder resourceVersion(@Nullable String value) {
      resourceVersion = value;
      return this;
    }

    public Builder generation(@Nullable Long value) {
      generation = value;
      return this;
    }

    public Builder creationTimestamp(@Nullable Instant value) {
      creationTimestamp = value;
      return this;
    }

    public Builder deletionTimestamp(@Nullable Instant value) {
      deletionTimestamp = value;
      return this;
    }

    public Builder deletionGracePeriodSeconds(@Nullable Long value) {
      deletionGracePeriodSeconds = value;
      return this;
    }

    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    public Builder annotations(Map<String, String> value) {
      annotations = value;
      return this;
    }

    public Builder ownerReferences(List<OwnerReference> value) {
      ownerReferences = value;
      return this;
    }

    public Builder finalizers(List<String> value) {
      finalizers = value;
      return this;
    }

    public ObjectMeta build() {
      return new ObjectMeta(
          name,
          generateName,
          namespace,
          uid,
          resourceVersion,
          generation,
          creationTimestamp,
          deletionTimestamp,
          deletionGracePeriodSeconds,
          FixedMap.copyOf(labels),
          FixedMap.copyOf(annotations),
          ownerReferences,
          finalizers);
    }
  }
}
