package dev.meso.api.meta;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of an object's observed state, as Kubernetes has it.
 *
 * @param type name of the aspect, in CamelCase, unique in its list
 * @param status whether it holds: {@code True}, {@code False} or {@code Unknown}
 * @param reason a CamelCase word for programs
 * @param message a sentence for people
 * @param lastTransitionTime when {@code status} changed last
 * @param observedGeneration the generation of the spec that the condition is about
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

  /** Every value of {@code status}. */
  public static final List<String> STATUSES = List.of(TRUE, FALSE, UNKNOWN);

  /** Whether the status is {@code True}. */
  public boolean holds() {
    return status.equals(TRUE);
  }
}
