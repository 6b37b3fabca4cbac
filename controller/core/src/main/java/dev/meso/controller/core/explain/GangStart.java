package dev.meso.controller.core.explain;

import dev.meso.api.time.Now;
import dev.meso.controller.core.allocation.Backfill;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.placement.Scoring;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.ClusterView;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a gang that waits has room for all of it at the latest, where that can be known. */
final class GangStart {
  private GangStart() {}

  static Optional<Instant> of(ClusterView view, ObjectRef job, Now now) {
    for (Ask ask : view.waiting().getOrDefault(job, Collections.emptySortedSet())) {
      if (ask.gang().atLeast() > 0 && ask.nominated() == null) {
        return Optional.ofNullable(start(view, ask, now)).map(Backfill.Start::latest);
      }
    }
    return Optional.empty();
  }

  private static Backfill.@Nullable Start start(ClusterView view, Ask gang, Now now) {
    Rooms rooms = view.rooms();
    QueueTree queues = view.queues();
    int leaf = queues.find(gang.queue());
    if (leaf < 0) {
      return null;
    }
    rooms.begin();
    try {
      Backfill backfill =
          new Backfill(
              rooms,
              queues,
              Placer.by(Scoring.SPREAD),
              () -> view.departures(now.wall()),
              now.wall());
      long[] amounts = rooms.dimensions().vector(gang.demand().shape().resources());
      backfill.keep(gang, leaf, amounts, 0);
      return backfill.start();
    } finally {
      rooms.end();
    }
  }
}
