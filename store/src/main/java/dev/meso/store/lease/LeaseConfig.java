package dev.meso.store.lease;

import java.time.Duration;

/**
 * Settings of a lease keeper.
 *
 * @param aliveKey text of {@link dev.meso.api.key.Key.Alive}
 * @param agent the agent's name
 * @param uid the agent's, from its state directory: only the same agent may succeed a session
 * @param bootId the machine's
 * @param ttl of the lease
 * @param seed for session ids and jitter; from a good source, different in each process
 */
public record LeaseConfig(
    String aliveKey, String agent, String uid, String bootId, Duration ttl, long seed) {

  /**
   * The lease time of agents. An agent that dies is found lost after this, at most 1 s until the
   * store notices and says so, and {@code lostAfter}: with its default of 12 s, within 15 s. It is
   * the least that etcd grants by default, and a living agent that loses its lease all the same
   * costs a new session but no task, since it is back long before {@code lostAfter}.
   */
  public static final Duration AGENT_TTL = Duration.ofSeconds(2);

  /** The settings of production. */
  public static LeaseConfig of(
      String aliveKey, String agent, String uid, String bootId, long seed) {
    return new LeaseConfig(aliveKey, agent, uid, bootId, AGENT_TTL, seed);
  }
}
