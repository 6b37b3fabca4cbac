package dev.meso.api.kind;

import dev.meso.api.resource.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a volume should be.
 *
 * @param queue name of the queue on whose account the disk goes, and of which tasks must be that
 *     use it; {@code default} unless said
 * @param size how much disk is set aside for it, for instance {@code 10Gi}: counted, not enforced
 *     by the process driver
 * @param constraints what must hold of the agent that the volume is bound to, all of it: those of a
 *     task that look at attributes; at most {@value Limits#CONSTRAINTS_MAX}
 * @param shared whether several attempts may use it at a time; one unless said
 * @param onLost what happens when its agent cannot be reached: {@code Wait} (the default) keeps the
 *     volume, and its tasks wait for the agent; {@code Recreate} gives it up, and the next task
 *     gets an empty one elsewhere
 */
public record VolumeSpec(
    @Nullable String queue,
    Quantity size,
    List<Constraint> constraints,
    @Nullable Boolean shared,
    @Nullable String onLost) {

  public static final String ON_LOST_WAIT = "Wait";
  public static final String ON_LOST_RECREATE = "Recreate";

  /** Everything that {@code onLost} may be. */
  public static final List<String> ON_LOST_POLICIES = List.of(ON_LOST_WAIT, ON_LOST_RECREATE);

  public VolumeSpec {
    constraints = constraints == null ? List.of() : List.copyOf(constraints);
  }

  /** The queue that the volume counts for. */
  public String queueName() {
    return queue == null ? Queue.DEFAULT : queue;
  }

  /** Whether several attempts may use it at a time. */
  public boolean mayBeShared() {
    return Boolean.TRUE.equals(shared);
  }

  /** Whether it is given up with its agent. */
  public boolean recreated() {
    return ON_LOST_RECREATE.equals(onLost);
  }
}
