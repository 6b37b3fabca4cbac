package dev.meso.system.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what processes wrote of themselves with each other and with the record. */
final class LifeChecks {
  /** Grain of the clock that stamps files. */
  static final long GRAIN_MILLIS = 30;

  private final Ledger ledger;
  private final Findings findings;

  LifeChecks(Ledger ledger, Findings findings) {
    this.ledger = ledger;
    this.findings = findings;
  }

  /**
   * No attempt runs twice at the same time; two attempts of a task do only when the earlier one was
   * given up, its agent being lost, before the later one was assigned; nothing runs that was never
   * assigned, or elsewhere than it was.
   */
  void check(List<Life> lives) {
    SortedMap<String, List<Life>> tasks = new TreeMap<>();
    for (Life life : lives) {
      tasks.computeIfAbsent(life.uid(), _ -> new ArrayList<>()).add(life);
      Optional<Ledger.Placed> placed = ledger.placed(life.uid(), life.attempt());
      findings.check(
          "process-assigned",
          placed.isPresent() && placed.get().agent().equals(life.agent()),
          () -> life + ", while the record has it placed: " + placed);
    }
    for (List<Life> task : tasks.values()) {
      task.sort(Comparator.comparingLong(Life::attempt).thenComparingLong(Life::start));
      for (int i = 0; i < task.size(); i++) {
        for (int j = i + 1; j < task.size(); j++) {
          pair(task.get(i), task.get(j));
        }
      }
    }
  }

  private void pair(Life earlier, Life later) {
    boolean apart = !earlier.overlaps(later, GRAIN_MILLIS);
    if (earlier.attempt() == later.attempt()) {
      findings.check(
          "one-process-per-attempt",
          apart,
          () -> "ran at the same time: " + earlier + " and " + later);
    } else {
      findings.check(
          "one-attempt-runs",
          apart || givenUpBefore(earlier, later),
          () ->
              "ran at the same time although the earlier was not given up before: "
                  + earlier
                  + " and "
                  + later);
    }
  }

  private boolean givenUpBefore(Life earlier, Life later) {
    return ledger
        .placed(later.uid(), later.attempt())
        .filter(to -> ledger.givenUp(earlier.uid(), earlier.attempt(), to.revision()))
        .isPresent();
  }
}
