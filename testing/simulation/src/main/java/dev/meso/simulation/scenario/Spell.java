package dev.meso.simulation.scenario;

/** What the network between a node and the store does for a while. */
public final class Spell {
  private Spell() {}

  /** Which node. Numbered from 1; 0 is the one that leads, or every agent. */
  public record Whom(Role role, int number) {}

  /** What a node is. */
  public enum Role {
    CONTROLLER,
    AGENT,
    EVERYBODY
  }

  /** How it misbehaves. */
  public enum Kind {
    /** Calls take up to a second each way and overtake each other. */
    REORDERED,
    /** Writes land at once, and their answers come after the deadline. */
    ANSWERS_LATE,
    /** Writes land after their deadline. */
    ARRIVES_LATE,
    /** Connections break while calls are under way. */
    CUT,
    /** Everything takes seconds. */
    SLOW,
    /** The watch is seconds behind. */
    WATCH_LAGS,
    /** The watch says things twice. */
    WATCH_REPEATS,
    /** An agent's watch leaves things out and says nothing; a controller's ends with them. */
    WATCH_DROPS,
    /** The watch breaks again and again, progress overtakes events, revisions come in pieces. */
    WATCH_RAGGED
  }
}
