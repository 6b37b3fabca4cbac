package dev.meso.agent.reconcile;

import dev.meso.agent.driver.Running;

/** Attempts for tests of other packages. */
public final class Attempts {
  private Attempts() {}

  /** One whose container runs. */
  public static Attempt running(Running running) {
    return Attempt.unknown(UniqueAttempt.of(running.id())).found(running);
  }
}
