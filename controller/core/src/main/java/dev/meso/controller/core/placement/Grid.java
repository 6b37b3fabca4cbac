package dev.meso.controller.core.placement;

/**
 * What every agent has left and offers, by slot, close together in memory: a search reads thousands
 * of these in a row. Mirrors the {@link AgentRoom}s, which have the last word. Not thread-safe.
 */
final class Grid {
  private final int stride;
  private final long[] free;
  private final double[] perUnit;

  Grid(int slots, int columns) {
    stride = columns;
    free = new long[slots * columns];
    perUnit = new double[slots * columns];
  }

  int columns() {
    return stride;
  }

  void set(AgentRoom room) {
    int at = room.slot * stride;
    for (int column = 0; column < stride; column++) {
      long capacity = room.capacity(column);
      free[at + column] = room.free(column);
      perUnit[at + column] = capacity <= 0 ? 0 : 1.0 / capacity;
    }
  }

  /** The same for what is left alone. */
  void setFree(AgentRoom room) {
    int at = room.slot * stride;
    for (int column = 0; column < stride; column++) {
      free[at + column] = room.free(column);
    }
  }

  long free(int slot, int column) {
    return free[slot * stride + column];
  }

  /** One by the capacity, 0 where nothing is offered. */
  double perUnit(int slot, int column) {
    return perUnit[slot * stride + column];
  }

  /** Whether amounts are left. */
  boolean fits(int slot, long[] amounts) {
    int at = slot * stride;
    for (int column = 0; column < amounts.length; column++) {
      if (amounts[column] > free[at + column] && amounts[column] > 0) {
        return false;
      }
    }
    return true;
  }
}
