package dev.meso.controller.runtime;

import dev.meso.controller.apiserver.metrics.Metrics;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.controller.runtime.loop.LoopOutput.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** What the decision loop does, as metrics. Thread-safe. */
final class ControllerMetrics {
  private final LongAdder decisions;
  private final LongAdder planned;
  private final LongAdder unreadable;
  private final LongAdder rejected;
  private final LongAdder resignations;
  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
  private final AtomicLong notDone = new AtomicLong();

  ControllerMetrics(Metrics registry, BooleanSupplier leads) {
    decisions = registry.counter("meso_decisions_total", "Decisions made while leading");
    planned = registry.counter("meso_planned_transactions_total", "Transactions decided on");
    unreadable = registry.counter("meso_unreadable_keys_total", "Keys that could not be read");
    rejected =
        registry.counter("meso_rejected_transactions_total", "Transactions the store never takes");
    resignations = registry.counter("meso_resignations_total", "Leaderships given up");
    for (Outcome outcome : Outcome.values()) {
      ended.put(
          outcome,
          registry.counter(
              "meso_transactions_total",
              "Transactions of the leader that ended",
              List.of("outcome"),
              List.of(outcome.name().toLowerCase(Locale.ROOT))));
    }
    registry.gauge(
        "meso_leader", "1 while this controller leads", () -> leads.getAsBoolean() ? 1 : 0);
    registry.gauge(
        "meso_waiting_objects",
        "Objects that wanted something the last decision could not do",
        notDone::get);
  }

  void count(LoopOutput output) {
    switch (output) {
      case LoopOutput.Decided(int transactions, int waiting) -> {
        decisions.increment();
        planned.add(transactions);
        notDone.set(waiting);
      }
      case LoopOutput.TxnEnded(Outcome outcome) -> {
        LongAdder counter = ended.get(outcome);
        if (counter != null) {
          counter.increment();
        }
      }
      case LoopOutput.Unreadable _ -> unreadable.increment();
      case LoopOutput.Rejected _ -> rejected.increment();
      case LoopOutput.Resign _ -> resignations.increment();
      case LoopOutput.TookOffice _, LoopOutput.LeftOffice _, LoopOutput.Forked _ -> {
        // A gauge tells.
      }
    }
  }
}
