package dev.meso.benchmarks.trace;

import java.time.Duration;
import java.util.Random;

/**
 * How long tasks run: lognormal and heavy-tailed, as is told of Google's clusters, scaled so that
 * the mean of all that can be drawn is {@link #MEAN}. Half of them end within an eighth of it; at
 * most {@value #LONGEST} times the mean is drawn before scaling.
 */
final class Lives {
  static final Duration MEAN = Duration.ofHours(1);

  private static final int TABLE = 4096;
  private static final double SIGMA = 2;
  private static final double LONGEST = 30;
  private static final long SEED = 41;

  private final long[] millis = new long[TABLE];

  /** The sums of the table up to each row. */
  private final long[] upTo = new long[TABLE];

  Lives() {
    Random random = new Random(SEED);
    double[] drawn = new double[TABLE];
    double sum = 0;
    for (int i = 0; i < TABLE; i++) {
      drawn[i] = Math.min(LONGEST, Math.exp(SIGMA * random.nextGaussian() - SIGMA * SIGMA / 2));
      sum += drawn[i];
    }
    long total = 0;
    for (int i = 0; i < TABLE; i++) {
      millis[i] = Math.max(1, Math.round(drawn[i] * MEAN.toMillis() * TABLE / sum));
      total += millis[i];
      upTo[i] = total;
    }
  }

  /** The life of a task that arrives. */
  long next(Random random) {
    return millis[random.nextInt(TABLE)];
  }

  /**
   * What is left of the life of a task that is found running when one looks at any time: the longer
   * a life, the more often one meets it, at any point of it.
   */
  long rest(Random random) {
    long at = random.nextLong(upTo[TABLE - 1]);
    int low = 0;
    int high = TABLE - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return 1 + random.nextLong(millis[low]);
  }
}
