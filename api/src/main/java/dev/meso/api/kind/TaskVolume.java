package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * A volume that a task uses.
 *
 * @param name by which containers mount it, unique in the task; a DNS label
 * @param volume name of the Volume, in the namespace of the task
 * @param perTask whether each task of an App or a Job has its own: the Volume {@code
 *     <volume>-<ordinal>}
 */
public record TaskVolume(String name, String volume, @Nullable Boolean perTask) {

  /**
   * The name of the Volume that one task uses.
   *
   * @param ordinal the task's place among its owner's tasks; absent for a stand-alone task
   */
  public String volumeOf(@Nullable Integer ordinal) {
    return Boolean.TRUE.equals(perTask) && ordinal != null ? volume + "-" + ordinal : volume;
  }

  /** The variable in which a container finds the directory: {@code MESO_VOLUME_<NAME>}. */
  public String variable() {
    return "MESO_VOLUME_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
  }
}
