package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Value;
import java.util.SortedMap;
import java.util.TreeMap;

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
    for (TaskChange task : moment.tasks()) {
      check(task, findings);
    }
  }

  private void check(TaskChange task, Findings findings) {
    String key = task.key();
    Value.TaskStatus before = task.before();
    Value.TaskStatus after = task.after();
    findings.require(
        task.continued(),
        name(),
        () -> key + ": history " + after.history() + " does not continue " + before);
    findings.require(
        after.history().size() <= TaskChange.HISTORY_MAX,
        name(),
        () -> key + " keeps " + after.history().size() + " phases");
    Phase from = before == null ? null : before.phase();
    for (Value.Turn turn : task.fresh()) {
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
