package dev.meso.store.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Faults by script: the next calls of an operation meet the fates that were written down for it, in
 * order; the others, and all after the script's end, are carried at once.
 *
 * <p>Thread-safe.
 */
public final class ScriptedFaults implements Faults {
  private final Map<Operation, Deque<CallFate>> calls = new EnumMap<>(Operation.class);
  private final Deque<DeliveryFate> deliveries = new ArrayDeque<>();

  /** The next calls of this operation, by whomever, meet these fates. */
  public synchronized ScriptedFaults next(Operation operation, CallFate... fates) {
    calls.computeIfAbsent(operation, _ -> new ArrayDeque<>()).addAll(List.of(fates));
    return this;
  }

  /** The next revisions that any watch hears of meet these fates. */
  public synchronized ScriptedFaults nextDelivery(DeliveryFate... fates) {
    deliveries.addAll(List.of(fates));
    return this;
  }

  /** Operations whose script has not ended; for a test that checks that all faults were met. */
  public synchronized List<Operation> unmet() {
    List<Operation> unmet = new ArrayList<>();
    calls.forEach(
        (operation, fates) -> {
          if (!fates.isEmpty()) {
            unmet.add(operation);
          }
        });
    return unmet;
  }

  @Override
  public synchronized CallFate of(Call call) {
    Deque<CallFate> fates = calls.get(call.operation());
    CallFate fate = fates == null ? null : fates.poll();
    return fate == null ? CallFate.AT_ONCE : fate;
  }

  @Override
  public synchronized DeliveryFate of(Delivery delivery) {
    DeliveryFate fate = deliveries.poll();
    return fate == null ? DeliveryFate.AT_ONCE : fate;
  }
}
