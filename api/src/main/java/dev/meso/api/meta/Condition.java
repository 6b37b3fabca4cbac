package dev.meso.api.meta;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of an object's observed state, as Kubernetes has it.
 *
 * @param type names the aspect, CamelCase, unique in its list
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason a CamelCase word for programs
 * @param message a sentence for people
 * @param lastTransitionTime when {@code status} changed last
 * @param observedGeneration the generation of the spec that it speaks of
 */
public record Condition(
    String type,
    String status,
    @Nullable String reason,
    @Nullable String message,
    @Nullable Instant lastTransitionTime,
    @Nullable Long observedGeneration) {

  public static final String TRUE = "True";
  public static final String FALSE = "False";
  public static final String UNKNOWN = "Unknown";

  /** Whether the status is {@code True}. */
  public boolean holds() {
    return status.equals(TRUE);
  }
}
