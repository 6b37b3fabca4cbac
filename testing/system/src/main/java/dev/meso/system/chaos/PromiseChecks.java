package dev.meso.system.chaos;

import java.util.List;
import java.util.Optional;

/** Whether answers were kept: compares promises with the record and with files. */
final class PromiseChecks {
  private final Ledger ledger;
  private final Findings findings;

  PromiseChecks(Ledger ledger, Findings findings) {
    this.ledger = ledger;
    this.findings = findings;
  }

  /**
   * Every acknowledged wish was stored, and every Job that is called complete had a process that
   * came to its end for each of its completions.
   */
  void check(List<Promise> promises, List<Life> lives) {
    for (Promise promise : promises) {
      for (Promise.Acknowledged wish : promise.acknowledged()) {
        findings.check(
            "acknowledged-is-stored",
            ledger.stored(promise.specKey(), wish.uid(), wish.want()),
            () -> promise.specKey() + " uid " + wish.uid() + " never was " + wish.want());
      }
      promise.completed().forEach(want -> completed(promise, want, lives));
      Optional<Want> present = promise.certain();
      if (promise.plural().equals("jobs") && present.isPresent()) {
        completed(promise, present.get(), lives);
      }
    }
  }

  private void completed(Promise promise, Want want, List<Life> lives) {
    long succeeded =
        lives.stream()
            .filter(life -> life.mark().equals(want.mark()) && life.succeeded())
            .map(Life::task)
            .distinct()
            .count();
    findings.check(
        "job-really-completed",
        succeeded >= want.count(),
        () -> promise + " " + want + ": " + succeeded + " of its tasks came to their end");
  }
}
