package dev.meso.store.lease;

import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import java.time.Duration;

/**
 * Settings of a lease keeper.
 *
 * @param keys of every key
 * @param agent the agent's name
 * @param uid the agent's, from its state directory: only the same agent may succeed a session
 * @param bootId the machine's
 * @param ttl of the lease
 * @param seed for session ids and jitter; from a good source, different in each process
 */
public record LeaseConfig(
    Keyspace keys, String agent, String uid, String bootId, Duration ttl, long seed) {

  /**
   * The lease time of agents. An agent that dies is found lost after this, at most 1 s until the
   * store notices and says so, and {@code lostAfter}: with its default of 12 s, within 15 s. It is
   * the least that etcd grants by default, and a living agent that loses its lease all the same
   * costs a new session but no task, since it is back long before {@code lostAfter}.
   */
  public static final Duration AGENT_TTL = Duration.ofSeconds(2);

  /** The settings of production. */
  public static LeaseConfig of(Keyspace keys, String agent, String uid, String bootId, long seed) {
    return new LeaseConfig(keys, agent, uid, bootId, AGENT_TTL, seed);
  }

  /** What the session is kept in. */
  String aliveKey() {
    return keys.text(new Key.Alive(agent));
  }

  /** What says whose the name is. */
  String registrationKey() {
    return keys.text(new Key.Registration(agent));
  }

  /** What the leader says of the agent that has the name. */
  String statusKey() {
    return keys.text(new Key.Status(Kind.AGENT, null, agent));
  }
}
