package dev.meso.agent.driver;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the directory of exit files on one thread. The kernel's notices only make it quick: a
 * lost one is made good by the next look at everything, at most {@link #RESCAN} later.
 */
final class ExitWatch implements AutoCloseable {

  /** How often everything is looked at, in case a notice was lost or a supervisor vanished. */
  static final Duration RESCAN = Duration.ofSeconds(1);

  /** How often containers that wait for the rest of their output are looked at. */
  private static final Duration TICK = Duration.ofMillis(50);

  private static final Logger log = LoggerFactory.getLogger(ExitWatch.class);

  private final WatchService watch;
  private final Consumer<String> changed;
  private final Runnable tick;
  private final Runnable rescan;
  private final Thread thread;
  private long lastScan;

  /**
   * Starts watching.
   *
   * @param changed hears the name of each file that appears
   * @param tick is called often
   * @param rescan is called once in a while and after an overflow
   */
  ExitWatch(Path directory, Consumer<String> changed, Runnable tick, Runnable rescan)
      throws IOException {
    this.watch = directory.getFileSystem().newWatchService();
    this.changed = changed;
    this.tick = tick;
    this.rescan = rescan;
    var _ = directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    this.thread = Thread.ofPlatform().name("meso-exit-watch").daemon().start(this::run);
  }

  private void run() {
    lastScan = System.nanoTime();
    boolean open = true;
    while (open) {
      open = step();
    }
  }

  /** Whether to go on; a failure is told and must not end the watching. */
  private boolean step() {
    try {
      WatchKey key = watch.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      boolean lost = key != null && deliver(key);
      tick.run();
      if (lost || System.nanoTime() - lastScan >= RESCAN.toNanos()) {
        rescan.run();
        lastScan = System.nanoTime();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      return false;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("A look for ended containers failed, it is repeated");
    }
    return true;
  }

  /** Whether notices were lost. */
  private boolean deliver(WatchKey key) {
    boolean lost = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        changed.accept(name.toString());
      } else {
        lost = true;
      }
    }
    return !key.reset() || lost;
  }

  @Override
  public void close() throws IOException {
    watch.close();
    try {
      thread.join(RESCAN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
