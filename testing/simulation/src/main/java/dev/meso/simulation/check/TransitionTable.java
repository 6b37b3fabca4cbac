package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task's phases follow the table; its record keeps the last ten of them, drops the oldest only,
 * and ends with the phase that it is in. A task begins as Pending.
 */
final class TransitionTable implements Invariant {
  private final SortedMap<String, Long> taken = new TreeMap<>();

  @Override
  public String name() {
    return "transition-table";
  }

  /** How often each transition was taken, for instance {@code Running->Stopping}. */
  SortedMap<String, Long> taken() {
    return taken;
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.after() != null && delta.after().value() instanceof Value.TaskStatus after) {
        Value.TaskStatus before = delta.before() == null ? null : delta.before().task();
        boolean same = before != null && before.uid().equals(after.uid());
        check(delta.key(), same ? before : null, after, findings);
      }
    }
  }

  private void check(
      String key, Value.@Nullable TaskStatus before, Value.TaskStatus after, Findings findings) {
    Optional<List<Value.Turn>> fresh = History.fresh(before, after);
    findings.require(
        fresh.isPresent(),
        name(),
        () -> key + ": history " + after.history() + " does not continue " + before);
    findings.require(
        after.history().size() <= History.KEPT_MAX,
        name(),
        () -> key + " keeps " + after.history().size() + " phases");
    Phase from = before == null ? null : before.phase();
    for (Value.Turn turn : fresh.orElse(List.of())) {
      Phase earlier = from;
      Phase to = turn.phase();
      findings.require(
          earlier == null ? to == Phase.PENDING : earlier.next().contains(to),
          name(),
          () ->
              key
                  + " went from "
                  + (earlier == null ? "nothing" : earlier.label())
                  + " to "
                  + to.label());
      if (earlier != null) {
        taken.merge(earlier.label() + "->" + to.label(), 1L, Long::sum);
      }
      from = to;
    }
    Phase last = from;
    findings.require(
        last == after.phase(),
        name(),
        () -> key + " is in phase " + after.phase().label() + ", its history ends with " + last);
  }
}
