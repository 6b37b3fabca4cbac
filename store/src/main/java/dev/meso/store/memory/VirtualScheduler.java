package dev.meso.store.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A scheduler whose clock moves only when it is told to. The same tasks and the same seed give the
 * same order.
 *
 * <p>Not thread-safe: everything runs on the thread that moves the clock.
 */
public final class VirtualScheduler implements Scheduler {
  private static final Comparator<Task> ORDER =
      Comparator.comparing(Task::due).thenComparingLong(Task::tie).thenComparingLong(Task::number);

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(ORDER);
  private final SplittableRandom ties;
  private final boolean shuffled;
  private Duration now = Duration.ZERO;
  private long number;

  private VirtualScheduler(boolean shuffled, long seed) {
    this.shuffled = shuffled;
    this.ties = new SplittableRandom(seed);
  }

  /** Tasks that are due at the same time run in the order in which they were given. */
  public static VirtualScheduler inOrder() {
    return new VirtualScheduler(false, 0);
  }

  /** Tasks that are due at the same time run in an order that the seed decides. */
  public static VirtualScheduler shuffled(long seed) {
    return new VirtualScheduler(true, seed);
  }

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    Duration due = delay.isNegative() ? now : now.plus(delay);
    tasks.add(new Task(due, shuffled ? ties.nextLong() : 0, number++, task));
  }

  /** Runs the next task, moving the clock to it; false when there is none. */
  public boolean step() {
    Task task = tasks.poll();
    if (task == null) {
      return false;
    }
    now = task.due();
    task.run().run();
    return true;
  }

  /** Runs everything that is due within {@code time}, and moves the clock that far. */
  public void advance(Duration time) {
    Duration until = now.plus(time);
    for (Task next = tasks.peek();
        next != null && next.due().compareTo(until) <= 0;
        next = tasks.peek()) {
      step();
    }
    now = until;
  }

  /** Runs everything that is due now, and what that makes due now. */
  public void settle() {
    advance(Duration.ZERO);
  }

  private record Task(Duration due, long tie, long number, Runnable run) {}
}
