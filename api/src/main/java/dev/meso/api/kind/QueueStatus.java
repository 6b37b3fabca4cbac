package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is observed to be. What its tasks use is not here: that changes with every placement
 * and is shown, never stored.
 *
 * @param observedGeneration the generation of the spec that this status is about
 * @param conditions what is known of the queue: {@code Faulted}
 */
public record QueueStatus(@Nullable Long observedGeneration, List<Condition> conditions) {

  public QueueStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
