package dev.meso.store.actor;

/** Hears of a fault of ours: an actor threw, or its mailbox overflowed. */
@FunctionalInterface
public interface FaultHandler {

  /**
   * The actor has stopped and takes no message any more. Called at most once for each host; must
   * not throw.
   */
  void onFault(String actor, Throwable why);
}
