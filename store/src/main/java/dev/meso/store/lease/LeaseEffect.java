package dev.meso.store.lease;

import java.time.Duration;

/** What a lease keeper says to the agent. */
public sealed interface LeaseEffect {

  /**
   * The agent lives, as far as the store knows.
   *
   * @param session new with each lease
   * @param lease the alive key's
   * @param createRevision of the alive key: every transaction of the agent compares it
   */
  record SessionStarted(String session, long lease, long createRevision) implements LeaseEffect {}

  /**
   * The lease was renewed: until then nobody else has the name. Follows a start at once, and each
   * renewal. An agent that was paused, or is cut off, knows by this that it knows nothing.
   *
   * @param until by the monotonic clock of this process
   */
  record SessionExtended(String session, Duration until) implements LeaseEffect {}

  /** The session is over; a new one follows by itself. Do not write under it. */
  record SessionLost(String session, String reason) implements LeaseEffect {}

  /**
   * The name is not this agent's to take. The keeper goes on to wait; said once for each holder.
   *
   * @param claim how it is taken
   * @param message for people: who has it, and what is waited for
   */
  record NameTaken(Claim claim, String message) implements LeaseEffect {}

  /** How a name can be another's. */
  enum Claim {
    /** An agent of another uid lives under it: nothing under it is this machine's any more. */
    HELD,
    /** An agent of another uid registered under it and is away, not yet known to be lost. */
    RESERVED,
    /** Its alive key holds something that nobody can read. */
    UNREADABLE
  }

  /**
   * Another process took over as the same agent. The keeper has stopped; this process must not run
   * on beside it.
   */
  record Superseded(String message) implements LeaseEffect {}

  /** The answer to a close: the lease is given back, or will end by itself. Nothing follows. */
  record Closed() implements LeaseEffect {}
}
