package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a task uses, as things stand.
 *
 * @param as its name in the task
 * @param name namespace and name of the Volume, with a slash between
 * @param uid of the Volume
 * @param shared whether others may use it at the same time
 * @param agent that it is bound to; absent when it is bound by being used
 * @param sizeBytes what binding it takes of the agent's disk
 * @param constraints what must hold of the agent that it is bound to
 */
public record VolumeUse(
    String as,
    String name,
    String uid,
    boolean shared,
    @Nullable String agent,
    long sizeBytes,
    List<Constraint> constraints) {

  public VolumeUse {
    constraints = List.copyOf(constraints);
  }
}
