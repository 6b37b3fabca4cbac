package dev.meso.store.lease;

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

  /** The session is over; a new one follows by itself. Do not write under it. */
  record SessionLost(String session, String reason) implements LeaseEffect {}

  /** Another agent lives under this name. The keeper goes on to wait; said once for each holder. */
  record NameTaken(String message) implements LeaseEffect {}

  /**
   * Another process took over as the same agent. The keeper has stopped; this process must not run
   * on beside it.
   */
  record Superseded(String message) implements LeaseEffect {}

  /** The answer to a close: the lease is given back, or will end by itself. Nothing follows. */
  record Closed() implements LeaseEffect {}
}
