package dev.meso.store.actor;

import dev.meso.api.time.Now;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The real clock and a timer on it. Has no thread of its own: the JVM's common pool keeps the
 * delays. Thread-safe.
 *
 * <p>The monotonic clock goes on while the process is stopped by a signal. On Linux it stands still
 * while the whole machine sleeps; what was promised to others meanwhile is only safe by fencing.
 */
public final class SystemTime implements Timer, Supplier<Now> {
  private final long startNanos = System.nanoTime();

  @Override
  public Now get() {
    return new Now(Instant.now(), Duration.ofNanos(System.nanoTime() - startNanos));
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable action) {
    long nanos = Math.max(0, delay.toNanos());
    ScheduledFuture<?> future =
        ForkJoinPool.commonPool().schedule(action, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
