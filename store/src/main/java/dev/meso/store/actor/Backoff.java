package dev.meso.store.actor;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait before the next try: doubling from {@code first} to {@code cap}, each drawn
 * between half of it and all of it, so that many who failed together do not come back together. The
 * same seed gives the same waits. Not thread-safe.
 */
public final class Backoff {
  private final Duration first;
  private final Duration cap;
  private final Random random;
  private int failures;

  /**
   * A new one, at its shortest wait.
   *
   * @throws IllegalArgumentException unless 0 &lt; first &lt;= cap
   */
  public Backoff(Duration first, Duration cap, long seed) {
    if (first.isZero() || first.isNegative() || first.compareTo(cap) > 0) {
      throw new IllegalArgumentException(
          "Back-off: expected 0 < first <= cap, found first " + first + " and cap " + cap);
    }
    this.first = first;
    this.cap = cap;
    this.random = new Random(seed);
  }

  /** The wait before the next try; it grows with each call. */
  public Duration next() {
    long capNanos = cap.toNanos();
    long nanos = first.toNanos();
    for (int i = 0; i < failures && nanos < capNanos; i++) {
      nanos *= 2;
    }
    nanos = Math.min(nanos, capNanos);
    failures++;
    long half = nanos / 2;
    return Duration.ofNanos(half + random.nextLong(nanos - half + 1));
  }

  /** It worked: the next wait is the shortest again. */
  public void reset() {
    failures = 0;
  }
}
