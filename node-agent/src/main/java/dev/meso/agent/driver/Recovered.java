package dev.meso.agent.driver;

/** What became of a container that an earlier life of the agent had started. */
public sealed interface Recovered {

  /** Which container. */
  ContainerId id();

  /** It runs still; its end is told to the exit listener. */
  record StillRunning(Running running) implements Recovered {
    @Override
    public ContainerId id() {
      return running.id();
    }
  }

  /** It has ended. This is the one time it is told: the exit listener does not hear of it. */
  record HasExited(Exited exited) implements Recovered {
    @Override
    public ContainerId id() {
      return exited.id();
    }
  }
}
