package dev.meso.api.kind;

import dev.meso.api.meta.Condition;
import dev.meso.api.resource.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a volume is observed to be. Written by the leader alone.
 *
 * @param observedGeneration the generation of the spec that this status is about
 * @param phase {@code Pending} until a task that names it is placed, {@code Bound} to an agent from
 *     then on, {@code Lost} while that agent cannot be reached
 * @param agent name of the agent that it is bound to
 * @param size what is set aside for it there, as it was when it was bound
 * @param queue on whose account that goes
 * @param conditions what is known of the volume
 */
public record VolumeStatus(
    @Nullable Long observedGeneration,
    String phase,
    @Nullable String agent,
    @Nullable Quantity size,
    @Nullable String queue,
    List<Condition> conditions) {

  public static final String PENDING = "Pending";
  public static final String BOUND = "Bound";
  public static final String LOST = "Lost";

  /** Every phase. */
  public static final List<String> PHASES = List.of(PENDING, BOUND, LOST);

  public VolumeStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
