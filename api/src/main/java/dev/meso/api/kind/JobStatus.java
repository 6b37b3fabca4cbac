package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Job is observed to be.
 *
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code
 *     Deleting}
 * @param observedGeneration the generation of the spec that this status speaks of
 * @param active tasks that exist and have not ended
 * @param succeeded tasks that succeeded
 * @param failed attempts that failed, over all tasks
 * @param conditions {@code Complete}, {@code Failed}, {@code Faulted}
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

  public JobStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
