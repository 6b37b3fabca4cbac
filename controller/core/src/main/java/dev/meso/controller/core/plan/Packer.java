package dev.meso.controller.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Packs units into transactions. What a transaction costs a store besides its writes is more than
 * the writes cost, so they are filled; a failed guard, which is rare, undoes all of one (ADR 12).
 * What was refused in company before goes alone.
 */
public final class Packer {
  /** Units in one transaction at most. */
  public static final int UNITS_PER_TXN_MAX = 64;

  /** Estimated bytes of a transaction that holds more than one unit; the store takes 1 MiB. */
  public static final long SHARED_BYTES_MAX = 512 * 1024;

  private final long firstTxn;
  private final SortedSet<ObjectRef> alone;
  private final List<PlannedTxn> txns = new ArrayList<>();
  private final Left left;
  private final Map<Unit.Lane, Open> open = new LinkedHashMap<>();

  private Packer(long firstTxn, SortedSet<ObjectRef> alone, Left left) {
    this.firstTxn = firstTxn;
    this.alone = alone;
    this.left = left;
  }

  /**
   * Packs units in their order, into at most {@link Plan#TXNS_MAX} transactions.
   *
   * @param left gets what units that found no room are about
   */
  public static List<PlannedTxn> pack(
      List<Unit> units, SortedSet<ObjectRef> alone, long firstTxn, Left left) {
    Packer packer = new Packer(firstTxn, alone, left);
    units.forEach(packer::add);
    List.copyOf(packer.open.values()).forEach(packer::close);
    return packer.txns;
  }

  private void add(Unit unit) {
    boolean single = alone.contains(unit.subject());
    Open current = open.get(unit.lane());
    if (current != null && (single || !current.takes(unit))) {
      close(current);
      open.remove(unit.lane());
      current = null;
    }
    if (current == null) {
      if (txns.size() + open.size() >= Plan.TXNS_MAX) {
        left.add(unit.origin(), unit.subject());
        return;
      }
      current = new Open();
      open.put(unit.lane(), current);
    }
    current.add(unit);
    if (single) {
      close(current);
      open.remove(unit.lane());
    }
  }

  private void close(Open transaction) {
    txns.add(
        new PlannedTxn(
            firstTxn + txns.size(), List.copyOf(transaction.guards), transaction.writes));
  }

  private static final class Open {
    private final Set<PlannedGuard> guards = new LinkedHashSet<>();
    private final List<PlannedWrite> writes = new ArrayList<>();
    private int units;
    private long bytes;

    boolean takes(Unit unit) {
      return units < UNITS_PER_TXN_MAX
          && bytes + unit.bytes() <= SHARED_BYTES_MAX
          && guards.size() + unit.guards().size() <= PlannedTxn.OPERATIONS_MAX
          && writes.size() + unit.writes().size() <= PlannedTxn.OPERATIONS_MAX;
    }

    void add(Unit unit) {
      guards.addAll(unit.guards());
      writes.addAll(unit.writes());
      units++;
      bytes += unit.bytes();
    }
  }
}
