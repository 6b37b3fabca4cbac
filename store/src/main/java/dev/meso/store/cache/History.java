package dev.meso.store.cache;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of the cache, so that whoever listed a moment ago can subscribe without a gap.
 * Bounded; what is older is expired. Not thread-safe.
 */
final class History {

  /** Changes that are kept. */
  static final int CHANGES_MAX = 50_000;

  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private int changes;
  private long floor = Long.MAX_VALUE;

  /**
   * One revision, or one list.
   *
   * @param before revision of the cache before it
   * @param relist why, for a list; null for a revision
   */
  record Step(
      long revision, long before, List<CacheChange> changes, CacheReset.@Nullable Why relist) {}

  /** Forgets everything; the cache begins at {@code revision}. */
  void restart(long revision) {
    steps.clear();
    changes = 0;
    floor = revision + 1;
  }

  void add(Step step) {
    steps.add(step);
    changes += weight(step);
    while (changes > CHANGES_MAX) {
      Step oldest = steps.removeFirst();
      changes -= weight(oldest);
      floor = oldest.revision() + 1;
    }
  }

  private static int weight(Step step) {
    // An empty list counts too, or a quiet store would fill the memory with them.
    return Math.max(1, step.changes().size());
  }

  /**
   * Whether every change from {@code from} on is here. A list covers the revisions since the state
   * before it only as a whole.
   */
  boolean covers(long from) {
    if (from < floor) {
      return false;
    }
    for (Step step : steps) {
      if (step.relist() != null && from > step.before() + 1 && from <= step.revision()) {
        return false;
      }
    }
    return true;
  }

  /** The oldest revision that one may ask for. */
  long floor() {
    return floor;
  }

  /** The steps that bring something of {@code from} or later. */
  List<Step> since(long from) {
    return steps.stream().filter(step -> step.revision() >= from).toList();
  }
}
