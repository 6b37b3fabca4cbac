package dev.meso.simulation.check;

import java.time.Duration;

/** What really happened on a machine, told by who runs the processes and not by the agent. */
public sealed interface ProcessEvent {
  /** When, since the run began. */
  Duration at();

  /** On which agent's machine. */
  String agent();

  /**
   * One run of one container of one attempt.
   *
   * @param run 0 for the first, one more with each restart in place
   */
  record Run(String namespace, String task, String uid, long attempt, String container, int run) {
    @Override
    public String toString() {
      return namespace + "/" + task + "#" + attempt + "/" + container + "." + run + " of " + uid;
    }
  }

  /** A process began to run. */
  record Started(Duration at, String agent, Run of) implements ProcessEvent {}

  /** A process was seen running. */
  record Seen(Duration at, String agent, Run of) implements ProcessEvent {}

  /**
   * A process ended.
   *
   * @param signal that ended it; 0 if it ended by itself
   */
  record Ended(Duration at, String agent, Run of, int signal) implements ProcessEvent {}

  /** The machine lost every process, and comes back. */
  record Rebooted(Duration at, String agent) implements ProcessEvent {}

  /** The machine is gone for good, with every process. */
  record Gone(Duration at, String agent) implements ProcessEvent {}
}
