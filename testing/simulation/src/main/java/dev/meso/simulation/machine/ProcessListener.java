package dev.meso.simulation.machine;

import dev.meso.agent.driver.ContainerId;

/** Hears what really runs on a machine. */
public interface ProcessListener {
  void started(String agent, ContainerId id, long pid);

  /**
   * A process ended.
   *
   * @param signal that ended it; 0 if it ended by itself
   */
  void ended(String agent, ContainerId id, int signal);

  /** Everything on the machine ended at once; it comes back. */
  void rebooted(String agent);
}
