package dev.meso.store.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last things that a store did, so many at most. Thread-safe.
 *
 * @see MemoryStore.Builder#listener
 */
public final class AppliedLog implements Applied.Listener {
  private final int entriesMax;
  private final Deque<Applied> entries = new ArrayDeque<>();
  private long dropped;

  /** A log that keeps this many entries and drops the oldest. */
  public AppliedLog(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  @Override
  public synchronized void onApplied(Applied applied) {
    if (entries.size() == entriesMax) {
      entries.poll();
      dropped++;
    }
    entries.add(applied);
  }

  /** What is kept, oldest first. */
  public synchronized List<Applied> entries() {
    return List.copyOf(entries);
  }

  /** How many were dropped since there was no room; a checker that needs all fails on this. */
  public synchronized long dropped() {
    return dropped;
  }
}
