package dev.meso.agent.reconcile;

/** The CamelCase words that reports of an agent carry: the driver's, and the agent's own. */
public final class Reasons {
  public static final String COMPLETED = "Completed";
  public static final String ERROR = "Error";
  public static final String KILLED = "Killed";

  // The driver's, of which this package knows what they mean; a test compares them with its enum.
  public static final String COMMAND_NOT_FOUND = "CommandNotFound";
  public static final String COMMAND_NOT_EXECUTABLE = "CommandNotExecutable";
  public static final String BAD_WORKING_DIRECTORY = "BadWorkingDirectory";
  public static final String LIMITS_REFUSED = "LimitsRefused";
  public static final String REBOOTED = "Rebooted";
  public static final String SUPERVISOR_DIED = "SupervisorDied";

  /** Was asked to end before it was started. */
  public static final String NEVER_STARTED = "NeverStarted";

  /** A host port that it was given is in use by something else on the machine. */
  public static final String PORT_TAKEN = "PortTaken";

  /** The agent could not start it, for a reason that is its own fault. */
  public static final String START_FAILED = "StartFailed";

  /** It was reported as started, and the agent's state directory knows nothing of it. */
  public static final String STATE_LOST = "StateLost";

  /** The assignment cannot be read or makes no sense. */
  public static final String BAD_ASSIGNMENT = "BadAssignment";

  /** Waits before it is started again in place. */
  public static final String BACK_OFF = "BackOff";

  private Reasons() {}
}
