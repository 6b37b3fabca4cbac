package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Job is observed to be.
 *
 * @param phase where the Job is in its life: {@code Pending}, {@code Running}, {@code Succeeded},
 *     {@code Failed} or {@code Deleting}
 * @param observedGeneration the generation of the spec that this status is about
 * @param active number of tasks that exist and have not ended
 * @param succeeded number of tasks that succeeded
 * @param failed number of attempts that failed, over all tasks
 * @param startTime when the controller took the Job up
 * @param completionTime when the Job succeeded or failed
 * @param conditions what is known of the Job: {@code Complete}, {@code Failed}, {@code Faulted}
 */
public record JobStatus(
    @Nullable String phase,
    @Nullable Long observedGeneration,
    @Nullable Integer active,
    @Nullable Integer succeeded,
    @Nullable Integer failed,
    @Nullable Instant startTime,
    @Nullable Instant completionTime,
    List<Condition> conditions) {
  /** Every value of {@code phase}. */
  public static final List<String> PHASES =
      List.of("Pending", "Running", "Succeeded", "Failed", "Deleting");

  public JobStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
