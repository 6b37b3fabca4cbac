package dev.meso.store.cache;

import dev.meso.api.time.Now;
import java.util.List;

/** What the cache's actor says to the readers' side. */
sealed interface CacheEffect {

  /** One complete revision was applied. */
  record Stepped(Snapshot snapshot, List<CacheChange> changes) implements CacheEffect {}

  /** A list was taken over; the cache was at {@code before}. */
  record Relisted(
      Snapshot snapshot,
      long before,
      CacheReset.Why why,
      boolean sameHistory,
      List<CacheChange> differences)
      implements CacheEffect {}

  /** Continuously reachable from now on. */
  record Reachable(Now since) implements CacheEffect {}

  /** Not reachable, as far as is known. */
  record Unreachable(Now since, String why) implements CacheEffect {}

  /** Everything committed before the ticket was drawn is in the cache. */
  record FreshProven(long ticket) implements CacheEffect {}

  /** No proof in time. */
  record FreshFailed(long ticket, String why) implements CacheEffect {}
}
