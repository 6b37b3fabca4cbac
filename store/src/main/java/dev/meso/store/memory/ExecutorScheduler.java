package dev.meso.store.memory;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Real time, on an executor of the caller's that has exactly one thread. Tasks given after its shut
 * down are dropped, as a process that ended drops them.
 */
public final class ExecutorScheduler implements Scheduler {
  private final ScheduledExecutorService executor;

  public ExecutorScheduler(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      var _ = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.RejectedExecutionException shutDown) {
      if (!executor.isShutdown()) {
        throw shutDown;
      }
    }
  }
}
