package dev.meso.simulation.check;

import dev.meso.simulation.check.model.World;

/** One sentence of the promise, checked at every step. May remember what it saw. */
interface Invariant {
  /** One word in kebab case; stable. */
  String name();

  /** Looks at a revision. */
  void check(Moment moment, Findings findings);

  /** Looks at what happened on a machine, before the view of processes has taken it over. */
  default void check(ProcessEvent event, World world, Findings findings) {}
}
