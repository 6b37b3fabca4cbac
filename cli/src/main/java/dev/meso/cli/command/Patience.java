package dev.meso.cli.command;

import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Unreachable;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the server again and again until something has happened: often at first, then once or twice
 * a second. A server that is away for a while (another controller takes over) is waited for.
 *
 * <p>Used by one thread; any may {@link #wake} it.
 */
final class Patience {
  private static final Duration PAUSE_FIRST = Duration.ofMillis(40);
  private static final Duration PAUSE_MAX = Duration.ofMillis(600);
  private static final Duration OUTAGE_MAX = Duration.ofSeconds(30);

  private final Duration timeout;
  private final Semaphore woken = new Semaphore(0);
  private final long started = System.nanoTime();
  private Duration pause = PAUSE_FIRST;
  private long answered = System.nanoTime();

  Patience(Duration timeout) {
    this.timeout = timeout;
  }

  /** Time since the wait began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Time that is left; zero when it is over. */
  Duration left() {
    Duration left = timeout.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Waits a moment; false when the time is over. */
  boolean again() {
    if (left().isZero()) {
      return false;
    }
    Duration wait = pause.compareTo(left()) < 0 ? pause : left();
    try {
      if (woken.tryAcquire(wait.toMillis() + 1, TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
        reset();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted");
    }
    pause = pause.multipliedBy(3).dividedBy(2);
    if (pause.compareTo(PAUSE_MAX) > 0) {
      pause = PAUSE_MAX;
    }
    return true;
  }

  /** Ends a pause of the thread that waits, from another one. */
  void wake() {
    woken.release();
  }

  /** Something happened: ask often again. */
  void reset() {
    pause = PAUSE_FIRST;
  }

  /** An answer; nothing while the server is away, for at most half a minute. */
  <T> Optional<T> ask(Supplier<T> question) {
    try {
      Optional<T> answer = Optional.of(question.get());
      answered = System.nanoTime();
      return answer;
    } catch (Unreachable away) {
      return bear(away);
    } catch (Refusal refusal) {
      if (refusal.transientError()) {
        return bear(refusal);
      }
      throw refusal;
    }
  }

  private <T> Optional<T> bear(Failure failure) {
    if (System.nanoTime() - answered > OUTAGE_MAX.toNanos()) {
      throw failure;
    }
    return Optional.empty();
  }
}
