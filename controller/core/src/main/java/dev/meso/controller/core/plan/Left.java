package dev.meso.controller.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects what a decision has left over for the next one; not thread-safe. */
public final class Left {
  private final SortedSet<ObjectRef> whole = new TreeSet<>();
  private final Map<ObjectRef, SortedSet<String>> some = new LinkedHashMap<>();

  /** All of an object. */
  public void add(ObjectRef origin) {
    whole.add(origin);
  }

  /**
   * Something of an object.
   *
   * @param about the object itself, or the one of its tasks that is to be looked at again
   */
  public void add(ObjectRef origin, ObjectRef about) {
    SortedSet<String> tasks = some.computeIfAbsent(origin, _ -> new TreeSet<>());
    if (!about.equals(origin)) {
      tasks.add(about.name());
    }
  }

  /** Whether something of an object is left. */
  public boolean has(ObjectRef origin) {
    return whole.contains(origin) || some.containsKey(origin);
  }

  /** All of it. */
  public SortedMap<ObjectRef, Extent> extents() {
    TreeMap<ObjectRef, Extent> extents = new TreeMap<>();
    some.forEach((origin, tasks) -> extents.put(origin, new Extent(tasks)));
    whole.forEach(origin -> extents.put(origin, Extent.WHOLE));
    return Collections.unmodifiableSortedMap(extents);
  }
}
