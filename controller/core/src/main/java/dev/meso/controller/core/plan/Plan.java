package dev.meso.controller.core.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a decision wants done. A value: nothing has changed until the caller applies {@code
 * Event.Submitted} with it and carries out the transactions, in any order.
 *
 * @param basis the version of the state that was read; the plan may be submitted to no other
 * @param txns at most {@value #TXNS_MAX}
 * @param lookAgainIn when to decide again if no event comes before; absent: not at all
 * @param notDone what is wanted and was not done, with the reason
 * @param upkeep what the decision leaves behind in the soft state
 */
public record Plan(
    long basis,
    List<PlannedTxn> txns,
    Optional<Duration> lookAgainIn,
    SortedMap<ObjectRef, NotDone> notDone,
    Upkeep upkeep) {

  /** Transactions of one plan at most; what is left stays dirty. */
  public static final int TXNS_MAX = 32;

  public Plan {
    txns = List.copyOf(txns);
    notDone = Collections.unmodifiableSortedMap(new TreeMap<>(notDone));
  }
}
