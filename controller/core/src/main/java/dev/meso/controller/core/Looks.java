package dev.meso.controller.core;

import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at objects, at so many in one decision, in a circle: the next decision goes on where this
 * one stopped, so that none is passed over however often those before it change.
 */
final class Looks {
  private final ClusterView view;
  private final Draft draft;
  private final NavigableSet<ObjectRef> done = new TreeSet<>();
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
      NavigableSet<ObjectRef> agenda, NavigableSet<ObjectRef> more, Consumer<ObjectRef> look) {
    NavigableSet<ObjectRef> rest = new TreeSet<>(agenda);
    rest.addAll(more);
    // What is being cleared for a task is kept for it in every decision.
    SortedSet<ObjectRef> first = new TreeSet<>();
    view.nominated().forEach(task -> first.add(view.responsible(task)));
    first.forEach(ref -> look(ref, look));
    rest.removeAll(first);
    ObjectRef last = null;
    for (ObjectRef ref : circle(rest)) {
      // One at least, so that there is an end.
      if (last != null && (draft.spent() || looks + cost(ref) > Decider.LOOKS_MAX)) {
        upTo = last;
        break;
      }
      look(ref, look);
      last = ref;
    }
    left = new TreeSet<>(more);
    left.removeAll(done);
  }

  private void look(ObjectRef ref, Consumer<ObjectRef> look) {
    looks += cost(ref);
    done.add(ref);
    look.accept(ref);
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

  private int cost(ObjectRef ref) {
    WorkloadRow row = view.workloads().get(ref);
    return row == null ? 1 : 1 + row.tasks().size();
  }

  /** What was looked at. */
  NavigableSet<ObjectRef> done() {
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
