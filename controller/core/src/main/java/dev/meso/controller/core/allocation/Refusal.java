package dev.meso.controller.core.allocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why tasks were not placed by a decision. */
public sealed interface Refusal {

  /** No agent may take one. */
  record NoAgent() implements Refusal {}

  /** The queue, or one above it, may not have more. */
  record Denied(Denial denial) implements Refusal {}

  /**
   * Not all of a gang can be placed.
   *
   * @param placed how many could be
   * @param needed how many must be
   * @param why what kept the next one away
   * @param latest when there is room for all, and kept for them, if that is known
   */
  record Incomplete(int placed, int needed, Refusal why, @Nullable Instant latest)
      implements Refusal {}

  /** There is room, but it is kept for a gang that can start soon. */
  record Kept(Backfill.Start start) implements Refusal {}

  /** Nobody has made the queue. */
  record NoQueue(String queue) implements Refusal {}
}
