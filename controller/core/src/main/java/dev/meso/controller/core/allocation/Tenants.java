package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.Charge;
import java.util.List;

/** Who is on the agents, as far as preemption has to know. Reads the state of a decision. */
public interface Tenants {
  /**
   * Attempts on an agent that might be ended, in their order: all that may be are among them, and
   * {@link #expendable} says of each whether it is one. Good until one of the agent is chosen or
   * spared.
   */
  List<Victim> evictable(String agent);

  /** What attempts on an agent take that are being ended already. */
  List<Charge> leaving(String agent);

  /** Whether it may be ended now, and its owner's budget allows to end it too, besides those. */
  boolean expendable(String agent, Victim victim, List<Victim> besides);

  /** Says that a victim was chosen: it is not evictable any more. */
  void chosen(String agent, Victim victim);

  /** Takes that back: it may be chosen again. */
  void spared(String agent, Victim victim);
}
