package dev.meso.controller.core.state;

import dev.meso.api.time.Now;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Upkeep;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has to be looked at, and when. Soft: losing it costs one look at everything.
 *
 * <p>A decision's outcome for an object replaces what was noted about it before.
 */
final class Agenda {
  private final NavigableSet<ObjectRef> dirty = new TreeSet<>();
  private final NavigableMap<ObjectRef, Duration> timers = new TreeMap<>();
  private final NavigableMap<Duration, NavigableSet<ObjectRef>> byTime = new TreeMap<>();
  private final NavigableMap<ObjectRef, SortedSet<Ask>> unplaced = new TreeMap<>();

  /** Those asks that are for tasks which must be placed together, and for which none is cleared. */
  private final NavigableSet<Ask> gangs = new TreeSet<>();

  /** How many of these asks each queue has. */
  private final NavigableMap<String, Integer> queues = new TreeMap<>();

  /** How many of these asks may have others ended, by priority. */
  private final NavigableMap<Integer, Integer> preemptors = new TreeMap<>();

  private boolean roomGrew;

  /** Up to where the last decision looked, if it did not look at all. */
  private @Nullable ObjectRef upTo;

  /** Whether somebody waits for others to be placed. */
  private boolean companyWanted;

  void dirty(ObjectRef ref) {
    dirty.add(ref);
  }

  /** Nobody decides: whoever will begins with a look at everything. */
  void forgetDirty() {
    dirty.clear();
  }

  /** An agent or a queue got room, or became eligible: what found no place may find one. */
  void roomGrew() {
    roomGrew = true;
  }

  /** A task was placed: those that want to be near it may fit now. */
  void companyCame() {
    roomGrew |= companyWanted;
  }

  /** Whether somebody waits who may have others ended. */
  boolean preemptorWaits() {
    return !preemptors.isEmpty();
  }

  /** Whether somebody waits who may have others of a lower priority ended, and has a higher one. */
  boolean preemptorWaits(int priority) {
    return !preemptors.isEmpty() && preemptors.lastKey() > priority;
  }

  private void count(@Nullable SortedSet<Ask> asks, int change) {
    if (asks != null) {
      for (Ask ask : asks) {
        if (ask.preempts()) {
          preemptors.merge(
              ask.priority(), change, (one, other) -> one + other == 0 ? null : one + other);
        }
      }
    }
  }

  boolean roomHasGrown() {
    return roomGrew;
  }

  /** The queues of what waits, leaving these objects out. */
  SortedSet<String> waitingQueues(SortedSet<ObjectRef> except) {
    TreeMap<String, Integer> left = new TreeMap<>(queues);
    for (ObjectRef ref : except) {
      forget(unplaced.get(ref), left);
    }
    return left.navigableKeySet();
  }

  private static void forget(@Nullable SortedSet<Ask> asks, Map<String, Integer> counts) {
    if (asks != null) {
      for (Ask ask : asks) {
        counts.merge(ask.queue(), -1, (one, other) -> one + other == 0 ? null : one + other);
      }
    }
  }

  /** What waits for room since earlier decisions. */
  NavigableMap<ObjectRef, SortedSet<Ask>> waiting() {
    return Collections.unmodifiableNavigableMap(unplaced);
  }

  NavigableSet<Ask> gangs() {
    return Collections.unmodifiableNavigableSet(gangs);
  }

  @Nullable ObjectRef upTo() {
    return upTo;
  }

  NavigableSet<ObjectRef> due(Now now) {
    NavigableSet<ObjectRef> due = new TreeSet<>(dirty);
    byTime.headMap(now.monotonic(), true).values().forEach(due::addAll);
    return due;
  }

  @Nullable Duration nextTimer() {
    return byTime.isEmpty() ? null : byTime.firstKey();
  }

  @Nullable Duration nextTimerExcept(SortedSet<ObjectRef> refs) {
    for (Map.Entry<Duration, NavigableSet<ObjectRef>> entry : byTime.entrySet()) {
      if (!refs.containsAll(entry.getValue())) {
        return entry.getKey();
      }
    }
    return null;
  }

  void done(Upkeep upkeep) {
    Set<ObjectRef> released = new LinkedHashSet<>();
    for (ObjectRef ref : upkeep.handled()) {
      dirty.remove(ref);
      SortedSet<Ask> before = unplaced.remove(ref);
      forget(before, queues);
      count(before, -1);
      if (before != null && before.stream().anyMatch(gangs::remove)) {
        released.add(ref);
      }
      cancel(ref);
    }
    dirty.addAll(upkeep.again());
    upTo = upkeep.upTo();
    unplaced.putAll(upkeep.unplaced());
    for (SortedSet<Ask> asks : upkeep.unplaced().values()) {
      asks.forEach(ask -> queues.merge(ask.queue(), 1, Integer::sum));
      count(asks, 1);
      for (Ask ask : asks) {
        if (ask.gang().atLeast() > 0 && ask.nominated() == null) {
          gangs.add(ask);
          released.remove(ask.origin());
        }
      }
      companyWanted |= asks.stream().anyMatch(ask -> ask.demand().company().waitsForOthers());
    }
    companyWanted &= !unplaced.isEmpty();
    for (Map.Entry<ObjectRef, Duration> timer : upkeep.timers().entrySet()) {
      timers.put(timer.getKey(), timer.getValue());
      byTime.computeIfAbsent(timer.getValue(), _ -> new TreeSet<>()).add(timer.getKey());
    }
    if (upkeep.roomSeen()) {
      roomGrew = false;
    }
    // What was kept for a gang that waits no longer is there for others.
    roomGrew |= !released.isEmpty();
  }

  void copyFrom(Agenda other) {
    dirty.addAll(other.dirty);
    timers.putAll(other.timers);
    other.byTime.forEach((time, refs) -> byTime.put(time, new TreeSet<>(refs)));
    unplaced.putAll(other.unplaced);
    gangs.addAll(other.gangs);
    queues.putAll(other.queues);
    preemptors.putAll(other.preemptors);
    roomGrew = other.roomGrew;
    upTo = other.upTo;
    companyWanted = other.companyWanted;
  }

  private void cancel(ObjectRef ref) {
    Duration time = timers.remove(ref);
    if (time != null) {
      NavigableSet<ObjectRef> refs = byTime.get(time);
      if (refs != null) {
        refs.remove(ref);
        if (refs.isEmpty()) {
          byTime.remove(time);
        }
      }
    }
  }
}
