package dev.meso.store.election;

import java.time.Duration;

/**
 * Settings of an election.
 *
 * @param leaderKey text of {@link dev.meso.api.key.Key.Leader}
 * @param controller this process' name
 * @param url of this process' API
 * @param ttl of the leader's lease; etcd takes no less than 1.5 election time-outs, 2 s by default
 * @param margin by which leadership ends here before the lease can end at the store
 * @param seed for jitter; different in each process
 */
public record ElectionConfig(
    String leaderKey, String controller, String url, Duration ttl, Duration margin, long seed) {

  /** How long the leader key outlives a leader that is gone. */
  public static final Duration LEADER_TTL = Duration.ofSeconds(3);

  /** Room for clocks that run at different speed, and for a turn that began just before the end. */
  public static final Duration LEADER_MARGIN = Duration.ofMillis(500);

  /** The settings of production. */
  public static ElectionConfig of(String leaderKey, String controller, String url, long seed) {
    return new ElectionConfig(leaderKey, controller, url, LEADER_TTL, LEADER_MARGIN, seed);
  }
}
