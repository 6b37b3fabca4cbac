package dev.meso.store.election;

import java.time.Duration;

/** What an election says to its owner. */
public sealed interface ElectionEffect {

  /**
   * This process leads. Every write as a leader compares the create revision of the leader key with
   * {@code fence}.
   *
   * @param until by the monotonic clock: nothing may be done as leader from then on, unless {@link
   *     Extended} came before
   */
  record Elected(long fence, Duration until) implements ElectionEffect {}

  /** The same leadership holds longer. */
  record Extended(long fence, Duration until) implements ElectionEffect {}

  /** This process does not lead any more; writes under {@code fence} must not be begun. */
  record Deposed(long fence, String reason) implements ElectionEffect {}

  /** The answer to a close: the lease is given back, or will end by itself. Nothing follows. */
  record Closed() implements ElectionEffect {}
}
