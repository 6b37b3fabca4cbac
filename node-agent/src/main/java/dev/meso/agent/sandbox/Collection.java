package dev.meso.agent.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which sandboxes of ended attempts are removed. Pure.
 *
 * <p>First all that ended longer ago than {@code ageMax}. Then, while those left take more than
 * {@code bytesMax}, the one that ended first. Example: limit 100 MB; ended an hour ago 60 MB, half
 * an hour ago 30 MB, now 50 MB: together 140, so the first goes, and 80 stay.
 *
 * @param ageMax how long a sandbox is kept after its attempt ended
 * @param bytesMax how much all sandboxes of ended attempts may take
 */
public record Collection(Duration ageMax, long bytesMax) {

  /** A week, 10 GiB. */
  public static final Collection DEFAULT = new Collection(Duration.ofDays(7), 10L << 30);

  /** The sandbox of an attempt that has ended. */
  public record Ended(Path directory, Instant endedAt, long bytes) {}

  /** Checks. */
  public Collection {
    if (ageMax.isNegative() || bytesMax < 0) {
      throw new IllegalArgumentException(
          "Collection of sandboxes: expected limits from 0, found " + ageMax + ", " + bytesMax);
    }
  }

  /** Which to remove, in that order. */
  public List<Ended> decide(List<Ended> ended, Instant now) {
    List<Ended> oldestFirst = new ArrayList<>(ended);
    oldestFirst.sort(
        Comparator.comparing(Ended::endedAt).thenComparing(sandbox -> sandbox.directory()));
    long bytes = oldestFirst.stream().mapToLong(Ended::bytes).sum();
    List<Ended> remove = new ArrayList<>();
    for (Ended sandbox : oldestFirst) {
      boolean tooOld = sandbox.endedAt().plus(ageMax).isBefore(now);
      if (tooOld || bytes > bytesMax) {
        remove.add(sandbox);
        bytes -= sandbox.bytes();
      }
    }
    return remove;
  }
}
