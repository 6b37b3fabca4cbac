package dev.meso.agent.reconcile;

/** What {@link ReconcileActor} asks of the agent that hosts it. */
public sealed interface ReconcileOutput {

  /** For the driver. */
  record Act(ContainerAction action) implements ReconcileOutput {}

  /** An attempt changed; for those who only look. */
  record Changed(Attempt attempt) implements ReconcileOutput {}

  /** An attempt is over, gone from the assignments and forgotten. Its sandbox may be collected. */
  record Forgotten(UniqueAttempt ref) implements ReconcileOutput {}

  /**
   * A write was refused because the alive key is not this session's: it expired, was deleted, or
   * another agent of this name has taken it.
   */
  record SessionRefused(long createRevision) implements ReconcileOutput {}

  /**
   * Something that an operator should know.
   *
   * @param what a constant sentence for the log
   * @param object the key or attempt that it is about
   * @param detail what was expected and found
   */
  record Noticed(String what, String object, String detail) implements ReconcileOutput {}
}
