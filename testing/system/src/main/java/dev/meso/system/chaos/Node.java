package dev.meso.system.chaos;

/** A process of the cluster that can be killed, started again, stopped and resumed. */
interface Node {
  /** As the {@link Network} knows it. */
  String name();

  boolean alive();

  /** SIGKILL. */
  void kill();

  /** Starts it again on the data that it had. */
  void restart();

  /** SIGSTOP. */
  void freeze();

  /** SIGCONT. */
  void thaw();
}
