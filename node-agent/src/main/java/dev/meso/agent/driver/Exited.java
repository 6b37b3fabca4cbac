package dev.meso.agent.driver;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a container ended.
 *
 * @param id which container
 * @param exitCode what its main process returned, 0 to 255; empty if a signal ended it or nobody
 *     saw it end
 * @param signal the number of the signal that ended it, if one did
 * @param reason why, as one word; messages may change, these do not
 * @param message for people
 * @param at when, by the wall clock of the machine it ran on; for {@link Reason#SupervisorDied} and
 *     {@link Reason#Rebooted}, when the agent found out
 */
public record Exited(
    ContainerId id,
    OptionalInt exitCode,
    OptionalInt signal,
    Reason reason,
    String message,
    Instant at) {

  /** Why a container ended; the names appear in reports as they stand here. */
  public enum Reason {
    /** Exit code 0. */
    Completed,
    /** Another exit code, or a signal that this agent did not send. */
    Error,
    /** A signal that this agent sent, by terminate or kill. */
    Killed,
    /** The kernel killed the main process for its memory limit. */
    OutOfMemory,
    /** The program or its interpreter does not exist; it never ran. */
    CommandNotFound,
    /** The program exists but may not be executed; it never ran. */
    CommandNotExecutable,
    /** The working directory cannot be entered; the command never ran. */
    BadWorkingDirectory,
    /** Limits were made but the process could not join them; the command never ran. */
    LimitsRefused,
    /** The process that watched it vanished; what was left was killed, the exit code is unknown. */
    SupervisorDied,
    /** The machine started anew meanwhile; the exit code is unknown. */
    Rebooted
  }
}
