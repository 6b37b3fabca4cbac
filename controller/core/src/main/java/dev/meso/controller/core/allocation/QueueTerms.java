package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.Dimensions;

/**
 * What was said of a queue. Immutable; nobody changes the arrays.
 *
 * @param weight from 1: how many times the share of a sibling of weight 1 is due to it
 * @param guarantee by column: what it gets before others get more than their guarantee; 0 where
 *     nothing is said
 * @param limit by column: what it never goes beyond; {@link #NO_LIMIT} where nothing is said
 * @param maxTasks how many tasks it may have at once; {@link #NO_LIMIT} unless said
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity alone.
public record QueueTerms(int weight, long[] guarantee, long[] limit, long maxTasks) {

  /** No limit. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** Of a queue of which nothing was said. */
  public static final QueueTerms NONE = new QueueTerms(1, new long[0], new long[0], NO_LIMIT);

  public QueueTerms {
    if (weight < 1) {
      throw new IllegalArgumentException("weight: expected at least 1, found " + weight);
    }
  }

  long limitOf(int column) {
    return column < limit.length ? limit[column] : NO_LIMIT;
  }

  long guaranteeOf(int column) {
    return Dimensions.at(guarantee, column);
  }
}
