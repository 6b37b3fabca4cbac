package dev.meso.controller.core.state;

import org.jspecify.annotations.Nullable;

/**
 * Makes one object of equal ones, mostly: what thousands of tasks have in common is held once. The
 * last value of each slot is kept, so what is kept for its own sake is bounded by {@value #SLOTS}
 * values. Which of equal objects one gets says nothing: they must be immutable and compared by
 * {@code equals} alone. One thread.
 */
final class Alike {
  static final int SLOTS = 1 << 12;

  /** Made when it is needed: copies of a state often need none. */
  private @Nullable Object @Nullable [] slots;

  /** An equal object that others have already, or this one; absent stays absent. */
  <T> @Nullable T maybe(@Nullable T value) {
    return value == null ? null : one(value);
  }

  /** An equal object that others have already, or this one. */
  <T> T one(T value) {
    @Nullable Object[] all = slots;
    if (all == null) {
      all = new Object[SLOTS];
      slots = all;
    }
    int slot =
        (value.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    Object known = all[slot];
    if (value.equals(known)) {
      @SuppressWarnings("unchecked") // Equal values of these types are of one class.
      T same = (T) known;
      return same;
    }
    all[slot] = value;
    return value;
  }
}
