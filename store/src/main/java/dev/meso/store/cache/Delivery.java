package dev.meso.store.cache;

import dev.meso.api.time.Now;
import java.util.List;

/** Something for a listener. */
sealed interface Delivery {

  record Revision(long revision, List<CacheChange> changes) implements Delivery {}

  record Reset(CacheReset reset) implements Delivery {}

  record Up(Now since) implements Delivery {}

  record Down(Now since, String why) implements Delivery {}

  record Expired(String why) implements Delivery {}

  /** What it counts for in a bounded queue. */
  default int weight() {
    return this instanceof Revision(long _, List<CacheChange> changes) ? changes.size() : 1;
  }

  default void to(CacheListener listener) {
    switch (this) {
      case Revision(long revision, List<CacheChange> changes) ->
          listener.onRevision(revision, changes);
      case Reset(CacheReset reset) -> listener.onReset(reset);
      case Up(Now since) -> listener.onReachable(since);
      case Down(Now since, String why) -> listener.onUnreachable(since, why);
      case Expired(String why) -> listener.onExpired(why);
    }
  }
}
