package dev.meso.controller.apiserver.object;

import dev.meso.api.kind.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A position in the histories of all kinds, read as one in the order of revisions. Used by one
 * thread. It holds no events.
 */
final class MergedCursor implements Changes {
  private final ObjectView view;
  private final long epoch;
  private final Map<Kind, Long> positions;

  MergedCursor(ObjectView view, long epoch, Map<Kind, Long> positions) {
    this.view = view;
    this.epoch = epoch;
    this.positions = positions;
  }

  @Override
  public Optional<Batch> next(int max, Duration wait) throws InterruptedException {
    Optional<Batch> batch = view.fetchMerged(positions, epoch, max, wait);
    batch.ifPresent(b -> b.events().forEach(event -> positions.merge(event.kind(), 1L, Long::sum)));
    return batch;
  }
}
