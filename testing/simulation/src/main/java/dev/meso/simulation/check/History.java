package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.Value.Turn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the histories in two records of one task. */
final class History {
  /** Entries that a record keeps. */
  static final int KEPT_MAX = 10;

  private History() {}

  /**
   * The turns that the later record has and the earlier one had not: what is left of the earlier
   * history, without its oldest entries, is where the later one begins. Empty when no such place is
   * found, so that entries must have vanished; all turns when there is no earlier record.
   */
  static Optional<List<Turn>> fresh(Value.@Nullable TaskStatus before, Value.TaskStatus after) {
    List<Turn> now = after.history();
    if (before == null) {
      return Optional.of(now);
    }
    List<Turn> old = before.history();
    for (int dropped = 0; dropped <= old.size(); dropped++) {
      int kept = old.size() - dropped;
      boolean full = dropped == 0 || now.size() >= KEPT_MAX;
      if (full
          && kept <= now.size()
          && old.subList(dropped, old.size()).equals(now.subList(0, kept))) {
        return Optional.of(now.subList(kept, now.size()));
      }
    }
    return Optional.empty();
  }
}
