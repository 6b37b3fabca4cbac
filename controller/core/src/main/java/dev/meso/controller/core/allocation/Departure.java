package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Charge;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that will have ended at a known time.
 *
 * @param at the latest time, its time to end included
 * @param room of its agent
 * @param charge what it takes there until then
 */
public record Departure(Instant at, AgentRoom room, Charge charge) {

  /** Ends that are looked at to find out when a gang can start. */
  public static final int LISTED_MAX = 4096;

  /** An attempt that should have ended for so long may never do so: nobody counts on it. */
  public static final Duration OVERDUE = Duration.ofSeconds(30);
}
