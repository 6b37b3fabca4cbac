package dev.meso.store.actor;

import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import java.util.List;

/** What a watch says, as a value; see {@link dev.meso.store.port.WatchListener}. */
public sealed interface WatchSignal {

  /** The watch is set up; the store was at {@code revision} of the history {@code clusterId}. */
  record Created(long revision, long clusterId) implements WatchSignal {}

  /** Changes in order; {@code complete} when no fragment of the last revision follows. */
  record Changes(List<Change> changes, boolean complete) implements WatchSignal {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /** The stream lives; proves nothing about changes under way. */
  record Progress(long revision) implements WatchSignal {}

  /** The stream is over; nothing follows. */
  record Ended(WatchEnd end) implements WatchSignal {}
}
