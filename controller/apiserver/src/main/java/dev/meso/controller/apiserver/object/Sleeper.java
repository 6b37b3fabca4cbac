package dev.meso.controller.apiserver.object;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;

/**
 * A watcher that waits at the end of the history of one kind. An event that does not concern it
 * moves its position on and lets it sleep: a hundred watchers of which one wants an event cost one
 * wake-up.
 *
 * <p>Not thread-safe; {@link ObjectView} guards it.
 */
final class Sleeper {
  private final Predicate<ObjectEvent> concerns;
  private final Condition wake;
  private long position;
  private boolean asleep;

  /**
   * One that is awake.
   *
   * @param wake a condition of its own
   */
  Sleeper(Predicate<ObjectEvent> concerns, Condition wake) {
    this.concerns = concerns;
    this.wake = wake;
  }

  /** Falls asleep at the end of the history. */
  void sleep(long end) {
    position = end;
    asleep = true;
  }

  boolean asleep() {
    return asleep;
  }

  /** Behind what it need not look at. */
  long position() {
    return position;
  }

  /** Waits to be woken, but not longer than this. */
  void await(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    while (asleep && left > 0) {
      left = wake.awaitNanos(left);
    }
  }

  /**
   * Tells of an event.
   *
   * @param next the position behind it
   * @return whether it was woken
   */
  boolean told(ObjectEvent event, long next) {
    if (mayConcern(event)) {
      wake();
      return true;
    }
    position = next;
    return false;
  }

  /** A selector that fails is the trouble of its own watcher, which finds out when it is awake. */
  private boolean mayConcern(ObjectEvent event) {
    try {
      return concerns.test(event);
    } catch (RuntimeException _) {
      return true;
    }
  }

  /** Lets it look in any case. */
  void wake() {
    asleep = false;
    wake.signal();
  }
}
