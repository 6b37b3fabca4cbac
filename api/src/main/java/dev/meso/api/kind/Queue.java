package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * A share of the cluster. Tasks name their queue; queues divide what the agents offer by weight,
 * between what is guaranteed to them and what they may have at most. The dots of a name make a
 * hierarchy: {@code eng.web} is under {@code eng}, shares what {@code eng} is given with its
 * siblings, and stays within the limits of {@code eng} too. A queue above others that has no object
 * has weight 1 and no bounds. {@code default} is there without an object.
 */
public record Queue(
    String apiVersion,
    String kind,
    ObjectMeta metadata,
    @Nullable QueueSpec spec,
    @Nullable QueueStatus status)
    implements ApiObject {

  /** The queue of tasks that name none. */
  public static final String DEFAULT = "default";

  /** The queue above one, {@code eng} for {@code eng.web}; empty above the topmost. */
  public static String above(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /** An object of this kind. */
  public static Queue of(
      ObjectMeta metadata, @Nullable QueueSpec spec, @Nullable QueueStatus status) {
    return new Queue(Kind.QUEUE.apiVersion(), Kind.QUEUE.kindName(), metadata, spec, status);
  }

  /** The spec, of an object that is known to have one. */
  public QueueSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("spec is absent, Queue " + metadata.name());
    }
    return spec;
  }

  @Override
  public Queue withMetadata(ObjectMeta other) {
    return new Queue(apiVersion, kind, other, spec, status);
  }

  /** The same object with another status. */
  public Queue withStatus(@Nullable QueueStatus other) {
    return new Queue(apiVersion, kind, metadata, spec, other);
  }

  /** The same object with another spec. */
  public Queue withSpec(@Nullable QueueSpec other) {
    return new Queue(apiVersion, kind, metadata, other, status);
  }
}
