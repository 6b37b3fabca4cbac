package dev.meso.controller.core.plan;

import dev.meso.api.key.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one decision has collected so far; not thread-safe. */
public final class Draft {
  /**
   * Units of one decision at most; objects that would make more stay dirty. A decision then takes
   * some milliseconds, and the store is busy for longer with what it wrote.
   */
  public static final int UNITS_MAX = 1_024;

  private final List<Unit> units = new ArrayList<>();
  private final Set<Key> written = new LinkedHashSet<>();
  private final SortedMap<ObjectRef, NotDone> notDone = new TreeMap<>();
  private final SortedMap<Alarm, Duration> timers = new TreeMap<>();
  private final SortedMap<ObjectRef, SortedSet<Ask>> unplaced = new TreeMap<>();
  private final Left left = new Left();
  private final SortedSet<ObjectRef> entangled = new TreeSet<>();
  private int newcomers;

  /**
   * New tasks that may compete for room in one decision. Some more than can be written, so that
   * those that win are rather the right ones; each costs as much as one that is written. Tasks that
   * have a record always compete, so that none is passed over again and again; the store bounds
   * their number.
   */
  public static final int NEWCOMERS_MAX = UNITS_MAX + UNITS_MAX / 4;

  /** Whether there is room for one more unit; if not, its origin is looked at again. */
  public boolean room(ObjectRef origin) {
    return room(origin, origin);
  }

  /**
   * Whether there is room for one more unit; if not, what it is about is looked at again.
   *
   * @param about the origin itself, or the one of its tasks that is looked at
   */
  public boolean room(ObjectRef origin, ObjectRef about) {
    if (units.size() < UNITS_MAX) {
      return true;
    }
    left.add(origin, about);
    return false;
  }

  /** Whether no more units can be written. */
  public boolean full() {
    return units.size() >= UNITS_MAX;
  }

  /** Whether hardly anything can come of looking at more objects. */
  public boolean spent() {
    return full() || newcomers >= NEWCOMERS_MAX;
  }

  /** Whether one more new task may compete; if not, its origin is looked at again. */
  public boolean newcomer(ObjectRef origin) {
    if (newcomers < NEWCOMERS_MAX) {
      newcomers++;
      return true;
    }
    left.add(origin, origin);
    return false;
  }

  /** Adds a unit, unless it writes nothing. */
  public void add(UnitBuilder unit, Unit.Lane lane) {
    if (!unit.empty()) {
      Unit built = unit.build(lane);
      units.add(built);
      built.writes().forEach(write -> written.add(write.key()));
    }
  }

  /** Whether a unit of this decision writes a key. */
  public boolean writes(Key key) {
    return written.contains(key);
  }

  public void notDone(ObjectRef ref, NotDone why) {
    notDone.put(ref, why);
  }

  /** Looks at something again at a monotonic time, or earlier if something else wants that. */
  public void timer(Alarm alarm, Duration at) {
    timers.merge(alarm, at, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  /** Notes that tasks of an object wait for room. */
  public void unplaced(ObjectRef ref, Ask ask) {
    unplaced.computeIfAbsent(ref, _ -> new TreeSet<>()).add(ask);
  }

  /** Notes that what becomes of one task of an object matters to the others. */
  public void entangled(ObjectRef ref) {
    entangled.add(ref);
  }

  public SortedSet<ObjectRef> entangled() {
    return entangled;
  }

  public List<Unit> units() {
    return Collections.unmodifiableList(units);
  }

  public SortedMap<ObjectRef, NotDone> notDone() {
    return notDone;
  }

  public SortedMap<Alarm, Duration> timers() {
    return timers;
  }

  public SortedMap<ObjectRef, SortedSet<Ask>> unplaced() {
    return unplaced;
  }

  /** What is left over for the next decision. */
  public Left left() {
    return left;
  }
}
