package dev.meso.system.chaos;

import dev.meso.simulation.check.Violation;
import java.time.Duration;
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
  private final Duration at;
  private final long revision;

  LifeChecks(Ledger ledger, Duration at, long revision) {
    this.ledger = ledger;
    this.at = at;
    this.revision = revision;
  }

  /**
   * No attempt runs twice at the same time; two attempts of a task do only when the agent of the
   * earlier one was declared lost before the later one was assigned; nothing runs that was never
   * assigned, or elsewhere than it was.
   */
  List<Violation> violations(List<Life> lives) {
    List<Violation> found = new ArrayList<>();
    SortedMap<String, List<Life>> tasks = new TreeMap<>();
    for (Life life : lives) {
      tasks.computeIfAbsent(life.uid(), _ -> new ArrayList<>()).add(life);
      Optional<Ledger.Placed> placed = ledger.placed(life.uid(), life.attempt());
      if (placed.isEmpty()) {
        found.add(violation("process-assigned", life + " was never assigned"));
      } else if (!placed.get().agent().equals(life.agent())) {
        found.add(violation("process-assigned", life + " was assigned to " + placed.get().agent()));
      }
    }
    for (List<Life> task : tasks.values()) {
      task.sort(Comparator.comparingLong(Life::attempt).thenComparingLong(Life::start));
      for (int i = 0; i < task.size(); i++) {
        for (int j = i + 1; j < task.size(); j++) {
          pair(task.get(i), task.get(j)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Optional<Violation> pair(Life earlier, Life later) {
    if (!earlier.overlaps(later, GRAIN_MILLIS)) {
      return Optional.empty();
    }
    String both = earlier + " and " + later;
    if (earlier.attempt() == later.attempt()) {
      return Optional.of(violation("one-process-per-attempt", "Ran at the same time: " + both));
    }
    Optional<Ledger.Placed> from = ledger.placed(earlier.uid(), earlier.attempt());
    Optional<Ledger.Placed> to = ledger.placed(later.uid(), later.attempt());
    if (from.isPresent()
        && to.isPresent()
        && ledger.lostBetween(from.get().agent(), from.get().revision(), to.get().revision())) {
      return Optional.empty();
    }
    return Optional.of(
        violation(
            "one-live-attempt",
            "Ran at the same time although the agent was not lost between: " + both));
  }

  private Violation violation(String invariant, String detail) {
    return new Violation(invariant, at, revision, detail);
  }
}
