package dev.meso.benchmarks.api;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What the client's own process does to the times that it measures: how much too late a thread of
 * it wakes up that asks nobody anything, and how long its own collector stopped it. Both are part
 * of every other figure.
 */
final class Hiccups implements AutoCloseable {
  private static final Duration NAP = Duration.ofMillis(5);

  private final Samples late = new Samples();
  private final Thread thread;
  private final long pausedBefore = pausedMillis();
  private volatile boolean over;

  private Hiccups() {
    thread = Thread.ofPlatform().unstarted(this::nap);
  }

  static Hiccups watch() {
    Hiccups hiccups = new Hiccups();
    hiccups.thread.start();
    return hiccups;
  }

  private void nap() {
    while (!over) {
      long due = System.nanoTime() + NAP.toNanos();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      late.add(System.nanoTime() - due);
    }
  }

  /** By how much it woke up too late. */
  Samples late() {
    return late;
  }

  /** Time that the client's own collector took since the beginning. */
  Duration paused() {
    return Duration.ofMillis(pausedMillis() - pausedBefore);
  }

  private static long pausedMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
