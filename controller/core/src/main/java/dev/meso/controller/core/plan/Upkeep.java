package dev.meso.controller.core.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a decision leaves behind in the soft state: it can be lost at the cost of looking at
 * everything once more.
 *
 * @param handled what was looked at and how far, and is therefore not dirty any more
 * @param again what was cut off by a limit, of those or of what follows from them, and stays dirty
 * @param entangled of those, in which what becomes of one task matters to the others: when one
 *     changes all are looked at
 * @param timers of those, what must be looked at again at a monotonic time
 * @param unplaced of those, whose tasks wait for room, and what they ask for
 * @param roomSeen whether what waited for room was considered
 * @param upTo the last that was looked at, when others have to wait for the next decision, which
 *     begins behind it; absent when nothing had to
 * @param replacementPaused whether the brake held
 */
public record Upkeep(
    SortedMap<ObjectRef, Extent> handled,
    SortedMap<ObjectRef, Extent> again,
    SortedSet<ObjectRef> entangled,
    SortedMap<Alarm, Duration> timers,
    SortedMap<ObjectRef, SortedSet<Ask>> unplaced,
    boolean roomSeen,
    @Nullable ObjectRef upTo,
    boolean replacementPaused) {

  public Upkeep {
    handled = Collections.unmodifiableSortedMap(new TreeMap<>(handled));
    again = Collections.unmodifiableSortedMap(new TreeMap<>(again));
    entangled = Collections.unmodifiableSortedSet(new TreeSet<>(entangled));
    timers = Collections.unmodifiableSortedMap(new TreeMap<>(timers));
    unplaced = Collections.unmodifiableSortedMap(new TreeMap<>(unplaced));
  }
}
