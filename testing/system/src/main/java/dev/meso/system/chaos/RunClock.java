package dev.meso.system.chaos;

import java.time.Duration;

/** The time of one run, and a way to wait that ends early when the run is asked to stop. */
final class RunClock {
  private final long startNanos = System.nanoTime();
  private boolean stopped;

  /** Since the run began. */
  Duration now() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /** Waits; returns false at once when the run was asked to stop. */
  synchronized boolean pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!stopped) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return true;
        }
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    return false;
  }
}
