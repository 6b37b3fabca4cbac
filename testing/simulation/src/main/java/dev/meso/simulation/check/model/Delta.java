package dev.meso.simulation.check.model;

import org.jspecify.annotations.Nullable;

/**
 * What a revision did to one key.
 *
 * @param before absent if the key was
 * @param after absent if it is gone
 */
public record Delta(String key, Place place, @Nullable Held before, @Nullable Held after) {
  public boolean created() {
    return before == null;
  }

  public boolean deleted() {
    return after == null;
  }
}
