package dev.meso.store.actor;

import dev.meso.api.time.Now;
import dev.meso.store.memory.Scheduler;
import dev.meso.store.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A process on virtual time, for tests and simulation: what actors run on there. It can be stopped
 * and continued, as by SIGSTOP and SIGCONT, and killed. Not thread-safe: everything runs on the
 * scheduler.
 */
public final class VirtualProcess {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Scheduler scheduler;
  private final Store store;
  private final ActorRuntime runtime;
  private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
  private final List<String> faults = new ArrayList<>();
  private Duration ahead = Duration.ZERO;
  private boolean stopped;
  private boolean dead;

  public VirtualProcess(Scheduler scheduler, Store store) {
    this.scheduler = scheduler;
    this.store = store;
    this.runtime =
        new ActorRuntime(
            store,
            task -> scheduler.after(Duration.ZERO, () -> run(task)),
            (delay, action) -> {
              boolean[] cancelled = new boolean[1];
              scheduler.after(
                  delay,
                  () -> {
                    if (!cancelled[0]) {
                      run(action);
                    }
                  });
              return () -> cancelled[0] = true;
            },
            this::now);
  }

  public ActorRuntime runtime() {
    return runtime;
  }

  public Now now() {
    return new Now(START.plus(scheduler.now()).plus(ahead), scheduler.now());
  }

  public FaultHandler faultHandler() {
    return (actor, why) -> faults.add(actor + ": " + why);
  }

  public List<String> faults() {
    return faults;
  }

  /** Nothing runs any more. */
  public void stop() {
    stopped = true;
  }

  /** What should have run meanwhile runs now. */
  public void resume() {
    stopped = false;
    while (!missed.isEmpty()) {
      scheduler.after(Duration.ZERO, missed.poll());
    }
  }

  /** Ends it at once: nothing of it runs any more, and its connection to the store breaks. */
  public void kill() {
    dead = true;
    missed.clear();
    store.close();
  }

  public boolean alive() {
    return !dead;
  }

  /** Sets the wall clock forward, or back; the monotonic one goes on as it did. */
  public void jump(Duration by) {
    ahead = ahead.plus(by);
  }

  private void run(Runnable task) {
    if (dead) {
      return;
    }
    if (stopped) {
      missed.add(task);
    } else {
      task.run();
    }
  }
}
