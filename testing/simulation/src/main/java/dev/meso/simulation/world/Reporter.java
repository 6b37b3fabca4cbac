package dev.meso.simulation.world;

/** Where the parts of a world say what happens. */
interface Reporter {
  /** Something for the run's log. The text must follow from the run alone. */
  void say(String who, String what);

  /** A component failed in a way that it never should. */
  void fault(String who, String component, Throwable why);
}
