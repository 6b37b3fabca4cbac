package dev.meso.simulation.world;

import dev.meso.agent.runtime.AgentActors;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.runtime.ControllerActors;
import dev.meso.store.port.Store;

/**
 * How the nodes of a run are put together. {@link #REAL} is the product; another one puts a known
 * bug between its parts, to see whether a run finds it.
 */
public interface Wiring {
  /** The product as it is. */
  Wiring REAL = new Wiring() {};

  /** What a controller decides with. */
  default Decider decider() {
    return new Decider(Decider.LOST_AFTER, Placer.by(Scoring.SPREAD));
  }

  /** Between the decision loop of a controller and the rest of it. */
  default ControllerActors.Loop loop(ControllerActors.Loop real) {
    return real;
  }

  /** Between the reconciler of an agent and the rest of it. */
  default AgentActors.Reconciler reconciler(AgentActors.Reconciler real) {
    return real;
  }

  /** Between a controller and its store. */
  default Store controllerStore(Store real) {
    return real;
  }

  /** Between an agent and its store. */
  default Store agentStore(Store real) {
    return real;
  }
}
