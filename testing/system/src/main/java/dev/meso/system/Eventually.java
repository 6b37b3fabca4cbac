package dev.meso.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do: asks again and again, within a bound. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /** Returns how long it took until {@code condition} held. */
  public static Duration holds(Duration within, Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (true) {
      if (condition.getAsBoolean()) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
      if (System.nanoTime() - start > within.toNanos()) {
        throw new AssertionError("Not within " + within + ": " + what.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Fails if {@code condition} stops holding before {@code span} is over. */
  public static void stays(Duration span, Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < span.toNanos()) {
      if (!condition.getAsBoolean()) {
        throw new AssertionError("Did not stay for " + span + ": " + what.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
