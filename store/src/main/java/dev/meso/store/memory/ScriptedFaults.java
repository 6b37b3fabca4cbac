package dev.meso.store.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults by script: the next calls of an operation meet the fates that were written down for it, in
 * order; the others, and all after the script's end, are carried at once.
 *
 * <p>Thread-safe.
 */
public final class ScriptedFaults implements Faults {
  private final Map<Script, Deque<CallFate>> calls = new HashMap<>();
  private final Deque<DeliveryFate> deliveries = new ArrayDeque<>();

  /** The next calls of this operation, by whomever, meet these fates. */
  public synchronized ScriptedFaults next(Operation operation, CallFate... fates) {
    return next(new Script(null, operation), fates);
  }

  /** The next calls of this operation by this author meet these fates, whatever others call. */
  public synchronized ScriptedFaults nextOf(String author, Operation operation, CallFate... fates) {
    return next(new Script(author, operation), fates);
  }

  private ScriptedFaults next(Script script, CallFate... fates) {
    calls.computeIfAbsent(script, _ -> new ArrayDeque<>()).addAll(List.of(fates));
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
        (script, fates) -> {
          if (!fates.isEmpty()) {
            unmet.add(script.operation());
          }
        });
    return unmet;
  }

  @Override
  public synchronized CallFate of(Call call) {
    CallFate fate = poll(new Script(call.author(), call.operation()));
    if (fate == null) {
      fate = poll(new Script(null, call.operation()));
    }
    return fate == null ? CallFate.AT_ONCE : fate;
  }

  private @Nullable CallFate poll(Script script) {
    Deque<CallFate> fates = calls.get(script);
    return fates == null ? null : fates.poll();
  }

  @Override
  public synchronized DeliveryFate of(Delivery delivery) {
    DeliveryFate fate = deliveries.poll();
    return fate == null ? DeliveryFate.AT_ONCE : fate;
  }

  /** Whose calls a script is about; anyone's without an author. */
  private record Script(@Nullable String author, Operation operation) {}
}
