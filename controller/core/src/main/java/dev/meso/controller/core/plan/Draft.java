package dev.meso.controller.core.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one decision has collected so far; not thread-safe. */
public final class Draft {
  /** Units of one decision at most; objects that would make more stay dirty. */
  public static final int UNITS_MAX = Plan.TXNS_MAX * Packer.UNITS_PER_TXN_MAX;

  private final List<Unit> units = new ArrayList<>();
  private final SortedMap<ObjectRef, NotDone> notDone = new TreeMap<>();
  private final SortedMap<ObjectRef, Duration> timers = new TreeMap<>();
  private final SortedSet<ObjectRef> unplaced = new TreeSet<>();
  private final SortedSet<ObjectRef> again = new TreeSet<>();
  private int reserved;

  /** Whether there is room for one more unit; if not, its origin is looked at again. */
  public boolean room(ObjectRef origin) {
    if (units.size() + reserved < UNITS_MAX) {
      return true;
    }
    again.add(origin);
    return false;
  }

  /** Holds room for a unit that may come. */
  public void reserve() {
    reserved++;
  }

  /** Adds a unit, unless it writes nothing. */
  public void add(UnitBuilder unit, Unit.Lane lane) {
    if (!unit.empty()) {
      units.add(unit.build(lane));
    }
  }

  public void notDone(ObjectRef ref, NotDone why) {
    notDone.put(ref, why);
  }

  /** Looks at an object again at a monotonic time, or earlier if something else wants that. */
  public void timer(ObjectRef ref, Duration at) {
    timers.merge(ref, at, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  public void unplaced(ObjectRef ref) {
    unplaced.add(ref);
  }

  public void again(ObjectRef ref) {
    again.add(ref);
  }

  public List<Unit> units() {
    return Collections.unmodifiableList(units);
  }

  public SortedMap<ObjectRef, NotDone> notDone() {
    return notDone;
  }

  public SortedMap<ObjectRef, Duration> timers() {
    return timers;
  }

  public SortedSet<ObjectRef> unplaced() {
    return unplaced;
  }

  public SortedSet<ObjectRef> again() {
    return again;
  }
}
