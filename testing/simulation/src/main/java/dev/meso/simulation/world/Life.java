package dev.meso.simulation.world;

import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.memory.Scheduler;
import dev.meso.store.port.Store;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lives of one program on one node: it is started, killed, paused, and started again by
 * whatever supervises it. Each life has an empty memory.
 */
final class Life {
  private final Scheduler scheduler;
  private final Supplier<Store> connect;
  private final Program program;
  private @Nullable VirtualProcess process;
  private @Nullable Doom doom;
  private Duration ahead = Duration.ZERO;
  // Counts starts and ends, so that what was meant for one life does not befall the next.
  private long lives;
  private boolean over;

  /** What is run. */
  interface Program {
    /** Starts it in a process of its own. */
    void start(VirtualProcess process, Doom doom);

    /** The process has ended, without a chance to say anything. */
    void ended();
  }

  Life(Scheduler scheduler, Supplier<Store> connect, Program program) {
    this.scheduler = scheduler;
    this.connect = connect;
    this.program = program;
  }

  boolean running() {
    return process != null;
  }

  void start() {
    if (process != null || over) {
      return;
    }
    lives++;
    Doom store = new Doom(connect.get());
    VirtualProcess started = new VirtualProcess(scheduler, store);
    started.jump(ahead);
    process = started;
    doom = store;
    program.start(started, store);
  }

  /** Kills it, and starts it again after a while. */
  void crash(Duration down) {
    kill();
    startAfter(down);
  }

  /** Kills it before its n-th effect from now, and starts it again after a while. */
  void crashAfter(int effects, Duration down) {
    if (doom != null) {
      doom.after(effects, () -> crash(down));
    }
  }

  /** Kills it and leaves it dead until somebody calls {@link #start}. */
  void kill() {
    VirtualProcess running = process;
    if (running != null && doom != null) {
      lives++;
      doom.dead();
      running.kill();
      process = null;
      doom = null;
      program.ended();
    }
  }

  /** Kills it for good. */
  void end() {
    over = true;
    kill();
  }

  void startAfter(Duration down) {
    long life = lives;
    scheduler.after(
        down,
        () -> {
          if (life == lives) {
            start();
          }
        });
  }

  /** SIGSTOP, and SIGCONT after a while. */
  void pause(Duration time) {
    VirtualProcess running = process;
    if (running != null) {
      running.stop();
      scheduler.after(
          time,
          () -> {
            if (process == running) {
              running.resume();
            }
          });
    }
  }

  /** Lets it go on if it was paused. */
  void resume() {
    if (process != null) {
      process.resume();
    }
  }

  /** Sets the wall clock of its machine. */
  void jump(Duration by) {
    ahead = ahead.plus(by);
    if (process != null) {
      process.jump(by);
    }
  }
}
