package dev.meso.store.memory;

import java.time.Duration;

/**
 * Runs tasks, one at a time, at their time. Tasks that are due at the same time run in the order in
 * which they were given, unless a simulator chooses another one.
 *
 * <p>Thread-safe where its users are.
 */
public interface Scheduler {

  /** Time since an arbitrary point; never goes back. */
  Duration now();

  /** Runs {@code task} when {@code delay} has passed; never inside this call. */
  void after(Duration delay, Runnable task);
}
