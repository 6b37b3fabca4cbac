package dev.meso.controller.apiserver.object;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of one kind, in order, in a ring of a fixed size. It is history for watches that
 * begin in the past and, at the same time, the only buffer of those that run: a watcher is a
 * position in it, and one that falls out of it has been too slow.
 *
 * <p>Not thread-safe; {@link ObjectView} guards it.
 */
final class History {
  private final @Nullable ObjectEvent[] ring;
  // Events are numbered from 0; the ring holds first (inclusive) to next (exclusive).
  private long first;
  private long next;
  // Every event behind this revision is in the ring.
  private long completeFrom;

  History(int eventsMax) {
    this.ring = new ObjectEvent[eventsMax];
  }

  /** Forgets everything; what follows is complete behind {@code revision}. */
  void reset(long revision) {
    java.util.Arrays.fill(ring, null);
    first = next;
    completeFrom = revision;
  }

  void add(ObjectEvent event) {
    if (next - first == ring.length) {
      ObjectEvent dropped = ring[(int) (first % ring.length)];
      completeFrom = dropped == null ? completeFrom : dropped.revision();
      first++;
    }
    ring[(int) (next % ring.length)] = event;
    next++;
  }

  /** Whether every event behind {@code revision} is still here. */
  boolean holdsAllAfter(long revision) {
    return revision >= completeFrom;
  }

  /** Whether it is certain that nothing happened behind {@code revision}. */
  boolean unchangedSince(long revision) {
    return holdsAllAfter(revision) && positionAfter(revision) == next;
  }

  long oldestRevision() {
    return completeFrom;
  }

  /** The number of the first event behind {@code revision}. */
  long positionAfter(long revision) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean holds(long position) {
    return position >= first;
  }

  long next() {
    return next;
  }

  /** At most {@code max} events from {@code position} on. */
  List<ObjectEvent> from(long position, int max) {
    List<ObjectEvent> events = new ArrayList<>();
    for (long i = position; i < next && events.size() < max; i++) {
      events.add(at(i));
    }
    return events;
  }

  private ObjectEvent at(long position) {
    ObjectEvent event = ring[(int) (position % ring.length)];
    if (event == null) {
      throw new IllegalStateException("no event at " + position);
    }
    return event;
  }
}
