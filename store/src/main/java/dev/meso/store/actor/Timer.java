package dev.meso.store.actor;

import java.time.Duration;

/** Runs something later. Thread-safe; {@code action} must not block. */
public interface Timer {

  /**
   * Runs {@code action} once, {@code delay} from now or a little later; at once for zero and less.
   */
  Scheduled schedule(Duration delay, Runnable action);

  /** Something that will run. */
  interface Scheduled {
    /** Forgets it; no error when it has run or is running. */
    void cancel();
  }
}
