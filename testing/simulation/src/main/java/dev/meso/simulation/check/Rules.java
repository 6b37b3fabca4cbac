package dev.meso.simulation.check;

import java.time.Duration;

/**
 * What a history is checked against.
 *
 * @param root of the keys
 * @param lostAfter how long an agent's alive key must be missing before it is lost
 * @param slack how much later than they happened changes may have been seen; zero in a simulation
 * @param leaderLag how old a record may be that a leader which is in touch with the store has not
 *     seen; only records that no transaction is guarded on are given that time
 * @param authored whether steps name their authors and guards
 * @param endsKnown whether the end of every process is told; else only that it was seen alive
 */
public record Rules(
    String root,
    Duration lostAfter,
    Duration slack,
    Duration leaderLag,
    boolean authored,
    boolean endsKnown) {

  /** A simulation, which sees all, in order. */
  public static Rules simulation() {
    return new Rules(
        "/meso", Duration.ofSeconds(12), Duration.ZERO, Duration.ofSeconds(10), true, true);
  }

  /**
   * What a watcher recorded from a real etcd, and what tasks wrote down. A watch that follows its
   * member to another one is late by seconds.
   */
  public static Rules recorded() {
    return new Rules(
        "/meso",
        Duration.ofSeconds(12),
        Duration.ofSeconds(8),
        Duration.ofSeconds(10),
        false,
        false);
  }
}
