package dev.meso.controller.core;

import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at objects, at so many in one decision, in a circle: the next decision goes on where this
 * one stopped, so that none is passed over however often those before it change.
 */
final class Looks {
  private final ClusterView view;
  private final Draft draft;
  private final NavigableMap<ObjectRef, Extent> done = new TreeMap<>();
  private NavigableSet<ObjectRef> left = Collections.emptyNavigableSet();
  private @Nullable ObjectRef upTo;
  private int looks;

  Looks(ClusterView view, Draft draft) {
    this.view = view;
    this.draft = draft;
  }

  /**
   * Looks at what is kept room for, then at others until it is enough.
   *
   * @param agenda what stays there until it was looked at
   * @param more what is on no agenda
   */
  void through(
      NavigableMap<ObjectRef, Extent> agenda,
      NavigableSet<ObjectRef> more,
      BiConsumer<ObjectRef, Extent> look) {
    NavigableSet<ObjectRef> rest = new TreeSet<>(agenda.keySet());
    rest.addAll(more);
    // What is being cleared for a task is kept for it in every decision.
    SortedSet<ObjectRef> first = new TreeSet<>();
    view.nominated().forEach(task -> first.add(view.responsible(task)));
    first.forEach(ref -> look(ref, Extent.WHOLE, look));
    rest.removeAll(first);
    ObjectRef last = null;
    for (ObjectRef ref : circle(rest)) {
      // One at least, so that there is an end.
      Extent extent = more.contains(ref) ? Extent.WHOLE : agenda.getOrDefault(ref, Extent.WHOLE);
      if (last != null && (draft.spent() || looks + cost(ref, extent) > Decider.LOOKS_MAX)) {
        upTo = last;
        break;
      }
      look(ref, extent, look);
      last = ref;
    }
    left = new TreeSet<>(more);
    left.removeAll(done.keySet());
  }

  private void look(ObjectRef ref, Extent extent, BiConsumer<ObjectRef, Extent> look) {
    looks += cost(ref, extent);
    done.put(ref, extent);
    look.accept(ref, extent);
  }

  private Iterable<ObjectRef> circle(NavigableSet<ObjectRef> work) {
    ObjectRef after = view.upTo();
    if (after == null) {
      return work;
    }
    List<ObjectRef> circle = new ArrayList<>(work.tailSet(after, false));
    circle.addAll(work.headSet(after, true));
    return circle;
  }

  private int cost(ObjectRef ref, Extent extent) {
    if (extent.tasks() != null) {
      return 1 + extent.tasks().size();
    }
    WorkloadRow row = view.workloads().get(ref);
    return row == null ? 1 : 1 + row.tasks().size();
  }

  /** What was looked at, and how far. */
  NavigableMap<ObjectRef, Extent> done() {
    return done;
  }

  /** What was not, of that which is on no agenda. */
  SortedSet<ObjectRef> left() {
    return left;
  }

  /** The last that was looked at; absent when all were. */
  @Nullable ObjectRef upTo() {
    return upTo;
  }
}
