package dev.meso.controller.core.allocation;

import dev.meso.api.record.AttemptId;
import dev.meso.controller.core.placement.Charge;
import java.time.Instant;

/**
 * An attempt that might be ended to make room. The order is that in which they are ended: the
 * lowest priority first, of the same priority the youngest, then by id.
 *
 * @param queue on whose account it goes
 * @param priority of the task
 * @param since when it was assigned; what it did since would be lost
 * @param charge what it takes of its agent
 */
public record Victim(AttemptId attempt, String queue, int priority, Instant since, Charge charge)
    implements Comparable<Victim> {

  @Override
  public int compareTo(Victim other) {
    int order = Integer.compare(priority, other.priority);
    if (order == 0) {
      order = other.since.compareTo(since);
    }
    return order == 0 ? attempt.compareTo(other.attempt) : order;
  }
}
