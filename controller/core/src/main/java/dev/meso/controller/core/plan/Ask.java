package dev.meso.controller.core.plan;

import dev.meso.controller.core.placement.Demand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one origin that ask for the same. Ordered as they are served inside a queue: the higher
 * priority first, then the older, then by name.
 *
 * @param origin the App, Job or Task that wants them
 * @param queue the name of the queue that is to be charged
 * @param priority of the tasks; the higher comes first
 * @param since how old the wish is
 * @param variant tells asks of one origin apart
 * @param preempts whether others may be ended to make room
 * @param nominated the agent that is being cleared for it, if one is; then it is one task
 * @param gang how many of them must be placed together
 * @param demand what each of them asks for
 * @param count how many tasks, at least 1
 */
public record Ask(
    ObjectRef origin,
    String queue,
    int priority,
    Instant since,
    String variant,
    boolean preempts,
    @Nullable String nominated,
    Gang gang,
    Demand demand,
    int count)
    implements Comparable<Ask> {

  /**
   * All or none.
   *
   * @param atLeast so many must be placed in one decision, or none is; 0 when each is for itself
   * @param begun whether others of the gang hold agents already and wait for these
   */
  public record Gang(int atLeast, boolean begun) {
    /** Each for itself. */
    public static final Gang NONE = new Gang(0, false);
  }

  /** The same, for which nobody is ended. */
  public Ask peaceful() {
    return new Ask(origin, queue, priority, since, variant, false, nominated, gang, demand, count);
  }

  @Override
  public int compareTo(Ask other) {
    int order = Integer.compare(other.priority, priority);
    if (order == 0) {
      order = since.compareTo(other.since);
    }
    if (order == 0) {
      order = origin.compareTo(other.origin);
    }
    return order == 0 ? variant.compareTo(other.variant) : order;
  }
}
