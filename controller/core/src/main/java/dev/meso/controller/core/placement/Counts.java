package dev.meso.controller.core.placement;

/**
 * How many of something each agent has: a small hash table from an agent's id to a number above 0.
 * Not thread-safe.
 */
final class Counts {
  private static final int SMALLEST = 8;

  private int[] ids = new int[SMALLEST];
  private int[] numbers = new int[SMALLEST];
  private int entries;
  private int total;

  Counts() {}

  Counts(Counts other) {
    ids = other.ids.clone();
    numbers = other.numbers.clone();
    entries = other.entries;
    total = other.total;
  }

  /** How many an agent has. */
  int at(int id) {
    int mask = ids.length - 1;
    for (int i = hash(id) & mask; numbers[i] != 0; i = (i + 1) & mask) {
      if (ids[i] == id) {
        return numbers[i];
      }
    }
    return 0;
  }

  /** How many all have together. */
  int total() {
    return total;
  }

  /** One more for an agent, or one less. */
  void add(int id, int change) {
    int mask = ids.length - 1;
    int i = hash(id) & mask;
    while (numbers[i] != 0 && ids[i] != id) {
      i = (i + 1) & mask;
    }
    if (numbers[i] + change < 0) {
      throw new IllegalStateException(
          "Agent " + id + ": expected at least " + -change + " to take away, found " + numbers[i]);
    }
    total += change;
    if (numbers[i] == 0) {
      ids[i] = id;
      numbers[i] = change;
      entries += change == 0 ? 0 : 1;
      if (entries * 2 > ids.length) {
        grow();
      }
      return;
    }
    numbers[i] += change;
    if (numbers[i] == 0) {
      entries--;
      close(i);
    }
  }

  private void grow() {
    int[] oldIds = ids;
    int[] oldNumbers = numbers;
    ids = new int[oldIds.length * 2];
    numbers = new int[ids.length];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldNumbers[i] != 0) {
        seat(oldIds[i], oldNumbers[i]);
      }
    }
  }

  private void seat(int id, int number) {
    int mask = ids.length - 1;
    int i = hash(id) & mask;
    while (numbers[i] != 0) {
      i = (i + 1) & mask;
    }
    ids[i] = id;
    numbers[i] = number;
  }

  /** Moves those behind a gap up, so that they are still found. */
  private void close(int gap) {
    int mask = ids.length - 1;
    for (int i = (gap + 1) & mask; numbers[i] != 0; i = (i + 1) & mask) {
      int id = ids[i];
      int number = numbers[i];
      numbers[i] = 0;
      seat(id, number);
    }
  }

  private static int hash(int id) {
    int mixed = id * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  /** Calls back with every agent that has any, in no order. */
  void each(Each each) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        each.has(ids[i], numbers[i]);
      }
    }
  }

  /** An agent and how many it has. */
  interface Each {
    void has(int id, int number);
  }
}
