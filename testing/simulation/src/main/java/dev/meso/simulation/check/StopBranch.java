package dev.meso.simulation.check;

/** The ways that a stop may take, as far as keys and processes tell. */
public enum StopBranch {
  /** It was ordered before the agent had said anything of the attempt. */
  ORDERED_UNREPORTED,
  /** It was ordered while the attempt was starting. */
  ORDERED_STARTING,
  /** It was ordered while the attempt ran. */
  ORDERED_RUNNING,
  /** The attempt was ended before it had begun. */
  NEVER_STARTED,
  /** The attempt ended within its grace period. */
  ENDED_IN_GRACE,
  /** The attempt was killed when its grace period was over. */
  KILLED_AFTER_GRACE,
  /** The attempt ended by itself before its agent had seen the order. */
  ENDED_BEFORE_SEEN,
  /** The agent's alive key vanished between the order and the report of the end. */
  AGENT_UNREACHABLE,
  /** A task was removed that had never had an assignment. */
  DELETED_UNASSIGNED,
  /** Another task came into being under the name of one that was still being stopped. */
  NAME_TAKEN_AGAIN
}
