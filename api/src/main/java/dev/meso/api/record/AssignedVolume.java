package dev.meso.api.record;

import org.jspecify.annotations.Nullable;

/**
 * The Volume that an attempt uses.
 *
 * @param volume its name, in the namespace of the task
 * @param uid of that very Volume, which names its directory on the agent
 * @param shared whether others may use it at the same time; absent when not
 */
public record AssignedVolume(String volume, String uid, @Nullable Boolean shared) {

  /** Whether nobody else may use it meanwhile. */
  public boolean exclusive() {
    return !Boolean.TRUE.equals(shared);
  }
}
