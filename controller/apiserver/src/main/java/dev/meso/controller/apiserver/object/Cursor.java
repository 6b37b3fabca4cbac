package dev.meso.controller.apiserver.object;

import java.time.Duration;
import java.util.Optional;

/**
 * A watcher's position in the history of one kind. Used by one thread.
 *
 * <p>It holds no events: a watcher that does not fetch costs nothing and, when the history has
 * moved on, finds itself expired.
 */
public final class Cursor implements Changes {
  private final ObjectView view;
  private final Shelf shelf;
  private final long epoch;
  private final Sleeper sleeper;
  private long position;

  Cursor(ObjectView view, Shelf shelf, long epoch, long position, Sleeper sleeper) {
    this.view = view;
    this.shelf = shelf;
    this.epoch = epoch;
    this.position = position;
    this.sleeper = sleeper;
  }

  @Override
  public Optional<Batch> next(int max, Duration wait) throws InterruptedException {
    position = view.await(shelf, epoch, position, sleeper, wait);
    Optional<Batch> batch = view.fetch(shelf, epoch, position, max);
    batch.ifPresent(b -> position += b.events().size());
    return batch;
  }
}
