package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Value.TaskStatus;
import dev.meso.simulation.check.model.Value.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's record that was written.
 *
 * @param before absent for a new task, also when another one had the name
 * @param fresh the turns that the record has and the earlier one had not
 * @param continued whether its history continues that of the record before
 */
record TaskChange(
    String key,
    @Nullable TaskStatus before,
    TaskStatus after,
    List<Turn> fresh,
    boolean continued) {
  /** Entries of a history that a record keeps. */
  static final int HISTORY_MAX = 10;

  static List<TaskChange> of(List<Delta> deltas) {
    List<TaskChange> changes = new ArrayList<>(deltas.size());
    for (Delta delta : deltas) {
      if (delta.after() != null && delta.after().value() instanceof TaskStatus after) {
        TaskStatus old = delta.before() == null ? null : delta.before().task();
        TaskStatus before = old != null && old.uid().equals(after.uid()) ? old : null;
        List<Turn> fresh = fresh(before, after);
        changes.add(
            new TaskChange(
                delta.key(), before, after, fresh == null ? List.of() : fresh, fresh != null));
      }
    }
    return changes;
  }

  /**
   * What is left of the earlier history, without its oldest entries, is where the later one begins;
   * absent when no such place is found, so that entries must have vanished.
   */
  private static @Nullable List<Turn> fresh(@Nullable TaskStatus before, TaskStatus after) {
    List<Turn> now = after.history();
    if (before == null) {
      return now;
    }
    List<Turn> old = before.history();
    for (int dropped = 0; dropped <= old.size(); dropped++) {
      int kept = old.size() - dropped;
      boolean full = dropped == 0 || now.size() >= HISTORY_MAX;
      if (full
          && kept <= now.size()
          && old.subList(dropped, old.size()).equals(now.subList(0, kept))) {
        return now.subList(kept, now.size());
      }
    }
    return null;
  }
}
