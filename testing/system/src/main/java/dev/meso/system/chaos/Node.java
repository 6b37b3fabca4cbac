package dev.meso.system.chaos;

/** A process of the cluster that can be killed, started again, stopped and resumed. */
interface Node {
  /** As the {@link Network} knows it. */
  String name();

  boolean alive();

  /** SIGKILL. */
  void kill();

  /** Starts it again on the data that it had, unless it was retired. */
  void restart();

  /** SIGKILL, for good: a fault that ends later starts it no more. */
  void retire();

  /** SIGSTOP. */
  void freeze();

  /** SIGCONT. */
  void thaw();
}
