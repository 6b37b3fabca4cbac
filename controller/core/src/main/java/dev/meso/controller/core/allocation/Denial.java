package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.Dimensions;

/**
 * Which limit keeps a task away.
 *
 * @param queue whose limit it is: the task's own, or one above it
 * @param column the resource, as a column of the dimensions; {@link #TASKS} for the number of tasks
 * @param limit what the queue may have
 * @param used what it has
 * @param wanted what the task would add
 */
public record Denial(String queue, int column, long limit, long used, long wanted) {

  /** Instead of a column: it is the number of tasks that is limited. */
  public static final int TASKS = -1;

  /** The same for people, with units. */
  public String sentence(Dimensions dimensions) {
    if (column == TASKS) {
      return "queue " + queue + " has " + used + " of at most " + limit + " tasks";
    }
    return "queue "
        + queue
        + " uses "
        + dimensions.text(column, used)
        + " of at most "
        + dimensions.text(column, limit)
        + " "
        + dimensions.name(column)
        + ", "
        + dimensions.text(column, wanted)
        + " more are wanted";
  }
}
