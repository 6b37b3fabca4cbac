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
  private final ObjectView.Shelf shelf;
  private final long epoch;
  private long position;

  Cursor(ObjectView view, ObjectView.Shelf shelf, long epoch, long position) {
    this.view = view;
    this.shelf = shelf;
    this.epoch = epoch;
    this.position = position;
  }

  @Override
  public Optional<Batch> next(int max, Duration wait) throws InterruptedException {
    Optional<Batch> batch = view.fetch(shelf, epoch, position, max, wait);
    batch.ifPresent(b -> position += b.events().size());
    return batch;
  }
}
