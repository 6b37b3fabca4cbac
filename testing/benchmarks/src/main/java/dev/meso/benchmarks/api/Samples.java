package dev.meso.benchmarks.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of the same thing done again and again. Thread-safe. */
final class Samples {
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

  void add(long elapsedNanos) {
    nanos.add(elapsedNanos);
  }

  int count() {
    return nanos.size();
  }

  /**
   * The time that this share of them did not exceed.
   *
   * @param share 0 to 1
   */
  Duration quantile(double share) {
    List<Long> sorted;
    synchronized (nanos) {
      sorted = nanos.stream().sorted().toList();
    }
    if (sorted.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return Duration.ofNanos(sorted.get(Math.clamp(index, 0, sorted.size() - 1)));
  }
}
