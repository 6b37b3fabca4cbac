package dev.meso.system.chaos;

import dev.meso.simulation.check.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether answers were kept: compares promises with the record and with files. */
final class PromiseChecks {
  private final Ledger ledger;
  private final Duration at;
  private final long revision;

  PromiseChecks(Ledger ledger, Duration at, long revision) {
    this.ledger = ledger;
    this.at = at;
    this.revision = revision;
  }

  /**
   * Every acknowledged wish was stored, and every Job that should be there had a process that
   * succeeded for each of its completions.
   */
  List<Violation> violations(List<Promise> promises, List<Life> lives) {
    List<Violation> found = new ArrayList<>();
    for (Promise promise : promises) {
      for (Promise.Acknowledged wish : promise.acknowledged()) {
        if (!ledger.stored(promise.specKey(), wish.uid(), wish.want())) {
          found.add(
              violation(
                  "acknowledged-is-stored",
                  promise.specKey() + " uid " + wish.uid() + " never was " + wish.want()));
        }
      }
      Optional<Want> want = promise.certain();
      if (promise.plural().equals("jobs") && want.isPresent()) {
        long succeeded =
            lives.stream()
                .filter(life -> life.mark().equals(want.get().mark()) && life.succeeded())
                .map(Life::task)
                .distinct()
                .count();
        if (succeeded < want.get().count()) {
          found.add(
              violation(
                  "job-really-completed", promise + ": " + succeeded + " tasks came to their end"));
        }
      }
    }
    return found;
  }

  private Violation violation(String invariant, String detail) {
    return new Violation(invariant, at, revision, detail);
  }
}
