package dev.meso.store.cache;

import dev.meso.store.port.WatchListener.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back the changes of a revision until all of them are there: until a change of a later
 * revision comes, or the watch says that no fragment follows.
 */
final class ChangeBuffer {

  /** Changes of one revision at most; 128 are what a transaction holds, a dying lease may more. */
  static final int CHANGES_MAX = 1_000_000;

  private final List<Change> open = new ArrayList<>();

  /** Takes changes; gives the revisions that are complete now, each with all its changes. */
  List<List<Change>> take(List<Change> changes, boolean complete) throws LostContinuity {
    List<List<Change>> whole = new ArrayList<>();
    for (Change change : changes) {
      if (!open.isEmpty()) {
        long revision = open.getLast().revision();
        if (change.revision() < revision) {
          throw new LostContinuity(
              CacheReset.Why.BACKWARD,
              "a change of revision " + change.revision() + " came after revision " + revision);
        }
        if (change.revision() > revision) {
          whole.add(List.copyOf(open));
          open.clear();
        }
      }
      if (open.size() >= CHANGES_MAX) {
        throw new LostContinuity(
            CacheReset.Why.GAP,
            "revision " + change.revision() + " has more than " + CHANGES_MAX + " changes");
      }
      open.add(change);
    }
    if (complete && !open.isEmpty()) {
      whole.add(List.copyOf(open));
      open.clear();
    }
    return whole;
  }

  /** Forgets the changes of an incomplete revision. */
  void clear() {
    open.clear();
  }
}
