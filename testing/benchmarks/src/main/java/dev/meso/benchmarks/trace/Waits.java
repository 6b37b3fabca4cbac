package dev.meso.benchmarks.trace;

import java.util.Arrays;
import java.util.Collection;

/** How long tasks waited, in milliseconds, sorted. */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity alone.
record Waits(long[] sorted) {

  static Waits of(Collection<Long> millis) {
    long[] sorted = millis.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Waits(sorted);
  }

  /**
   * What so many percent of them waited at most, in percent of the mean life (nearest rank); 0 when
   * there are none.
   *
   * <p>Worked example: of 10, 20, 30 and 40 half waited at most 20, and 51 % at most 30.
   */
  double at(double percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return 100.0 * sorted[Math.max(1, rank) - 1] / Lives.MEAN.toMillis();
  }

  /** How many percent of them waited no longer than so many percent of the mean life. */
  double upTo(double life) {
    long count = 0;
    for (long waited : sorted) {
      count += 100.0 * waited / Lives.MEAN.toMillis() <= life ? 1 : 0;
    }
    return sorted.length == 0 ? 100 : 100.0 * count / sorted.length;
  }
}
