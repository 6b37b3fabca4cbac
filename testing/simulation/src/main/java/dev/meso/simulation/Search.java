package dev.meso.simulation;

import dev.meso.simulation.scenario.Scenario;
import dev.meso.simulation.world.Outcome;
import dev.meso.simulation.world.Simulation;
import dev.meso.simulation.world.Wiring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Runs many seeds on all cores, until one breaks a promise or the time is over. */
public final class Search {
  private final Supplier<Wiring> wiring;
  private final int threads;

  /**
   * A search.
   *
   * @param wiring makes the wiring of each run
   * @param threads runs at a time
   */
  public Search(Supplier<Wiring> wiring, int threads) {
    this.wiring = wiring;
    this.threads = threads;
  }

  /** Hears of every run that ended; called by several threads, one at a time. */
  @FunctionalInterface
  public interface Progress {
    void ran(Tally sofar, Outcome last);
  }

  /**
   * Runs seeds {@code from} to {@code from + seeds - 1}.
   *
   * @param time after which no further seed is begun
   * @param keepGoing whether to run on after a failure
   * @return what all runs came to, with the failure of the lowest seed if there was one
   */
  public Tally run(long from, long seeds, Duration time, boolean keepGoing, Progress progress)
      throws InterruptedException {
    AtomicLong next = new AtomicLong(from);
    long started = System.nanoTime();
    Object lock = new Object();
    Tally[] tally = {Tally.NONE};
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("run-", 0).factory());
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (long seed = next.getAndIncrement();
                      seed < from + seeds && System.nanoTime() - started < time.toNanos();
                      seed = next.getAndIncrement()) {
                    Outcome outcome = Simulation.run(Scenario.of(seed), wiring.get());
                    synchronized (lock) {
                      tally[0] = tally[0].plus(outcome);
                      progress.ran(tally[0], outcome);
                    }
                    if (!outcome.good() && !keepGoing) {
                      next.set(from + seeds);
                    }
                  }
                }));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      pool.shutdownNow();
    }
    return tally[0];
  }

  private static void await(Future<?> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run broke off: " + e.getCause(), e.getCause());
    }
  }
}
