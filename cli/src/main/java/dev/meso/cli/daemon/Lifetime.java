package dev.meso.cli.daemon;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How long a daemon runs: until a signal asks it to end, its parent ends, or it has a fault. The
 * process goes only when this is closed, so that whoever opened it can close the daemon first.
 */
final class Lifetime implements AutoCloseable {
  /** A process that was asked to end goes after this, whatever still closes. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(60);

  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** A lifetime that signals can end. */
  static Lifetime untilSignal(boolean withParent) {
    Lifetime lifetime = new Lifetime();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      lifetime.end(0);
                      // The process goes when this hook returns, or hangs no longer than this.
                      lifetime.closed.completeOnTimeout(
                          null, CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
                      lifetime.closed.join();
                    }));
    if (withParent) {
      ParentWatch.start(() -> lifetime.end(0));
    }
    return lifetime;
  }

  /** Ends it with an exit status; the first one counts. */
  void end(int status) {
    over.complete(status);
  }

  /** Whether the end was asked for. */
  boolean over() {
    return over.isDone();
  }

  /** Waits for the end, closes, and answers the exit status. */
  int await(AutoCloseable daemon) {
    try {
      int status = over.get();
      daemon.close();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DaemonFailure("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DaemonFailure("closing failed: " + e);
    }
  }

  /** Lets the process go, if it was asked to. */
  @Override
  public void close() {
    closed.complete(null);
  }
}
