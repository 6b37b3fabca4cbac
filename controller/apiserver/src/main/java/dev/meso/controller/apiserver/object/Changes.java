package dev.meso.controller.apiserver.object;

import java.time.Duration;
import java.util.Optional;

/** A watcher's position in a history of changes. Used by one thread. */
public interface Changes {

  /**
   * The next events; waits at most {@code wait} for the first.
   *
   * @return empty when the position has fallen out of the history: watch anew after a list
   */
  Optional<Batch> next(int max, Duration wait) throws InterruptedException;
}
