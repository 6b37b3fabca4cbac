package dev.meso.controller.core.state;

import dev.meso.api.time.Now;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has to be looked at, and when. Soft: losing it costs one look at everything.
 *
 * <p>A decision's outcome for an object replaces what was noted about it before. Of an App or Job
 * it may be some tasks that have to be looked at: those that have changed, unless what becomes of
 * them matters to others of the same object, or one of them waits for room.
 */
final class Agenda {
  private final NavigableSet<ObjectRef> dirty = new TreeSet<>();

  /** Of what is dirty: of which objects only some tasks are, and which. */
  private final Map<ObjectRef, NavigableSet<String>> some = new LinkedHashMap<>();

  /** Objects in which what becomes of one task matters to the others: all or nothing is dirty. */
  private final NavigableSet<ObjectRef> entangled = new TreeSet<>();

  private final NavigableMap<Alarm, Duration> timers = new TreeMap<>();
  private final NavigableMap<Duration, NavigableSet<Alarm>> byTime = new TreeMap<>();
  private final NavigableMap<ObjectRef, SortedSet<Ask>> unplaced = new TreeMap<>();

  /** Those asks that are for tasks which must be placed together, and for which none is cleared. */
  private final NavigableSet<Ask> gangs = new TreeSet<>();

  /** How many of these asks each queue has. */
  private final NavigableMap<String, Integer> queues = new TreeMap<>();

  /** How many of these asks may have others ended, by priority. */
  private final NavigableMap<Integer, Integer> preemptors = new TreeMap<>();

  private boolean open;
  private boolean roomGrew;

  /** Up to where the last decision looked, if it did not look at all. */
  private @Nullable ObjectRef upTo;

  /** Whether somebody waits for others to be placed. */
  private boolean companyWanted;

  /** Somebody decides from now on. */
  void open() {
    open = true;
  }

  /** Nobody decides: whoever will begins with a look at everything. */
  void close() {
    open = false;
    dirty.clear();
    some.clear();
  }

  /** Whether what is dirty is noted. */
  boolean isOpen() {
    return open;
  }

  /** The object must be looked at, all of it. */
  void dirty(ObjectRef ref) {
    if (open) {
      dirty.add(ref);
      some.remove(ref);
    }
  }

  /**
   * The object must be looked at so far, unless more of it must be. What is no owner of tasks is
   * always looked at whole.
   */
  void dirty(ObjectRef ref, Extent extent) {
    if (extent.tasks() == null || !partly(ref)) {
      dirty(ref);
      return;
    }
    if (!open) {
      return;
    }
    NavigableSet<String> tasks =
        dirty.add(ref) ? some.computeIfAbsent(ref, _ -> new TreeSet<>()) : some.get(ref);
    if (tasks != null) {
      tasks.addAll(extent.tasks());
    }
  }

  /** Whether some tasks of an object may be looked at without the others. */
  private boolean partly(ObjectRef ref) {
    return ref.kind().ownsTasks() && !entangled.contains(ref) && !unplaced.containsKey(ref);
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

  /** What is dirty, and what has waited long enough. */
  NavigableMap<ObjectRef, Extent> due(Now now) {
    NavigableMap<ObjectRef, Extent> due = new TreeMap<>();
    for (ObjectRef ref : dirty) {
      NavigableSet<String> tasks = some.get(ref);
      due.put(ref, tasks == null ? Extent.WHOLE : new Extent(tasks));
    }
    for (NavigableSet<Alarm> alarms : byTime.headMap(now.monotonic(), true).values()) {
      for (Alarm alarm : alarms) {
        boolean one = !alarm.task().equals(Alarm.ALL) && partly(alarm.origin());
        due.merge(alarm.origin(), one ? Extent.of(alarm.task()) : Extent.WHOLE, Extent::and);
      }
    }
    return due;
  }

  @Nullable Duration nextTimer() {
    return byTime.isEmpty() ? null : byTime.firstKey();
  }

  @Nullable Duration nextTimerExcept(SortedMap<ObjectRef, Extent> handled) {
    for (Map.Entry<Duration, NavigableSet<Alarm>> entry : byTime.entrySet()) {
      for (Alarm alarm : entry.getValue()) {
        Extent extent = handled.get(alarm.origin());
        if (extent == null || !alarm.within(extent)) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  void done(Upkeep upkeep) {
    Set<ObjectRef> released = new LinkedHashSet<>();
    for (Map.Entry<ObjectRef, Extent> handled : upkeep.handled().entrySet()) {
      ObjectRef ref = handled.getKey();
      dirty.remove(ref);
      some.remove(ref);
      cancel(ref, handled.getValue());
      if (!handled.getValue().whole()) {
        continue; // None of its tasks waits: then all of it is looked at.
      }
      entangled.remove(ref);
      SortedSet<Ask> before = unplaced.remove(ref);
      forget(before, queues);
      count(before, -1);
      if (before != null && before.stream().anyMatch(gangs::remove)) {
        released.add(ref);
      }
    }
    entangled.addAll(upkeep.entangled());
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
    // Now that it is known of whom all must be looked at.
    upkeep.again().forEach(this::dirty);
    companyWanted &= !unplaced.isEmpty();
    for (Map.Entry<Alarm, Duration> timer : upkeep.timers().entrySet()) {
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
    other.some.forEach((ref, tasks) -> some.put(ref, new TreeSet<>(tasks)));
    entangled.addAll(other.entangled);
    timers.putAll(other.timers);
    other.byTime.forEach((time, alarms) -> byTime.put(time, new TreeSet<>(alarms)));
    unplaced.putAll(other.unplaced);
    gangs.addAll(other.gangs);
    queues.putAll(other.queues);
    preemptors.putAll(other.preemptors);
    open = other.open;
    roomGrew = other.roomGrew;
    upTo = other.upTo;
    companyWanted = other.companyWanted;
  }

  private void cancel(ObjectRef ref, Extent extent) {
    if (extent.tasks() != null) {
      extent.tasks().forEach(task -> cancel(new Alarm(ref, task)));
      return;
    }
    List<Alarm> alarms = new ArrayList<>();
    for (Alarm alarm : timers.tailMap(Alarm.of(ref), true).keySet()) {
      if (!alarm.origin().equals(ref)) {
        break;
      }
      alarms.add(alarm);
    }
    alarms.forEach(this::cancel);
  }

  private void cancel(Alarm alarm) {
    Duration time = timers.remove(alarm);
    NavigableSet<Alarm> alarms = time == null ? null : byTime.get(time);
    if (alarms != null) {
      alarms.remove(alarm);
      if (alarms.isEmpty()) {
        byTime.remove(time);
      }
    }
  }
}
