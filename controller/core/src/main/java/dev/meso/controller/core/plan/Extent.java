package dev.meso.controller.core.plan;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of an object is looked at: all of it, or the object and some of its tasks. The others are as
 * they were when they were looked at last, and what is wished of them is the same.
 *
 * @param tasks the names of these tasks; absent when all are looked at
 */
public record Extent(@Nullable SortedSet<String> tasks) {
  /** All of it. */
  public static final Extent WHOLE = new Extent(null);

  /** The object, and none of its tasks. */
  public static final Extent NONE = new Extent(Collections.emptySortedSet());

  public Extent {
    tasks = tasks == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(tasks));
  }

  /** The object and one of its tasks. */
  public static Extent of(String task) {
    return new Extent(new TreeSet<>(Set.of(task)));
  }

  /** As far as both go. */
  public Extent and(Extent other) {
    if (tasks == null || other.tasks == null) {
      return WHOLE;
    }
    SortedSet<String> both = new TreeSet<>(tasks);
    both.addAll(other.tasks);
    return new Extent(both);
  }

  /** Whether all of it is looked at. */
  public boolean whole() {
    return tasks == null;
  }

  /** Whether a task is looked at. */
  public boolean has(String task) {
    return tasks == null || tasks.contains(task);
  }
}
