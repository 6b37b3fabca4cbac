package dev.meso.simulation.check.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The phases of a task, and which may follow which: a second copy of the table, written down from
 * its description and not from the code that is checked.
 */
public enum Phase {
  PENDING("Pending"),
  ASSIGNED("Assigned"),
  STARTING("Starting"),
  RUNNING("Running"),
  STOPPING("Stopping"),
  UNREACHABLE("Unreachable"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  KILLED("Killed"),
  LOST("Lost");

  private static final Map<String, Phase> BY_LABEL = new LinkedHashMap<>();

  static {
    for (Phase phase : values()) {
      BY_LABEL.put(phase.label, phase);
    }
  }

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** As records have it. */
  public String label() {
    return label;
  }

  /** The phase of a record's word; empty for another word. */
  public static Optional<Phase> of(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }

  /** Whether the attempt is over: only the next attempt can follow. */
  public boolean terminal() {
    return switch (this) {
      case SUCCEEDED, FAILED, KILLED, LOST -> true;
      case PENDING, ASSIGNED, STARTING, RUNNING, STOPPING, UNREACHABLE -> false;
    };
  }

  /** Whether an agent may report it. */
  public boolean reportable() {
    return switch (this) {
      case STARTING, RUNNING, SUCCEEDED, FAILED, KILLED, LOST -> true;
      case PENDING, ASSIGNED, STOPPING, UNREACHABLE -> false;
    };
  }

  /** What may follow, itself left out. */
  public Set<Phase> next() {
    return switch (this) {
      // It finds a place, or is not wanted any more before it has one.
      case PENDING -> EnumSet.of(ASSIGNED, KILLED);
      // Its agent may say anything; the leader may stop it or lose sight of it.
      case ASSIGNED ->
          EnumSet.of(STARTING, RUNNING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      case STARTING -> EnumSet.of(RUNNING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      // Back to Starting by a restart in place.
      case RUNNING -> EnumSet.of(STARTING, STOPPING, UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      // A stop is never taken back.
      case STOPPING -> EnumSet.of(UNREACHABLE, SUCCEEDED, FAILED, KILLED, LOST);
      // Its agent comes back, or it is replaced.
      case UNREACHABLE ->
          EnumSet.of(STARTING, RUNNING, STOPPING, SUCCEEDED, FAILED, KILLED, LOST, PENDING);
      case SUCCEEDED, FAILED, KILLED, LOST -> EnumSet.of(PENDING);
    };
  }
}
