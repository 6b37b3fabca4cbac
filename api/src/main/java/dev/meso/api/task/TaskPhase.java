package dev.meso.api.task;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a task is in its life. See {@link TaskTransitions} for what may follow what. */
public enum TaskPhase {
  /** Waits for a place, or for its back-off to pass. The leader's word. */
  @JsonProperty("Pending")
  PENDING(false),
  /** Has a place; its agent has said nothing yet. The leader's word. */
  @JsonProperty("Assigned")
  ASSIGNED(false),
  /** Its agent prepares it, or waits to restart it in place. */
  @JsonProperty("Starting")
  STARTING(false),
  /** Its containers run. */
  @JsonProperty("Running")
  RUNNING(false),
  /** Was asked to end and has not yet. The leader's word. */
  @JsonProperty("Stopping")
  STOPPING(false),
  /** Its agent is lost, nothing is known. The leader's word. */
  @JsonProperty("Unreachable")
  UNREACHABLE(false),
  /** The attempt ended well. */
  @JsonProperty("Succeeded")
  SUCCEEDED(true),
  /** The attempt ended badly by itself. */
  @JsonProperty("Failed")
  FAILED(true),
  /** The attempt ended because it was asked to. */
  @JsonProperty("Killed")
  KILLED(true),
  /** How the attempt ended will never be known. */
  @JsonProperty("Lost")
  LOST(true);

  private final boolean terminal;

  TaskPhase(boolean terminal) {
    this.terminal = terminal;
  }

  /** Whether the attempt is over; only the next attempt can follow. */
  public boolean terminal() {
    return terminal;
  }

  /** As users read it, for instance {@code Running}. */
  public String label() {
    return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
