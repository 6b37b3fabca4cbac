package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.Charge;
import java.util.List;

/** Who is on the agents, as far as preemption has to know. Reads the state of a decision. */
public interface Tenants {
  /** Attempts on an agent that may be ended now, unless a budget forbids it. */
  List<Victim> evictable(String agent);

  /** What attempts on an agent take that are being ended already. */
  List<Charge> leaving(String agent);

  /** Whether its owner's budget allows to end it too, besides those. */
  boolean expendable(Victim victim, List<Victim> besides);

  /** Says that a victim was chosen: it is not evictable any more. */
  void chosen(String agent, Victim victim);

  /** Takes that back: it may be chosen again. */
  void spared(String agent, Victim victim);
}
