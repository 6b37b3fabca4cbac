package dev.meso.store.cache;

import dev.meso.api.time.Now;
import java.util.List;

/**
 * Hears the cache change. Calls come one at a time, in order, on the cache's executor; they may
 * take their time, up to the bound of the subscription, and must not throw.
 */
public interface CacheListener {

  /** Every change of one revision to the keys subscribed to; never empty. */
  void onRevision(long revision, List<CacheChange> changes);

  /** The cache was listed anew; also the first call of a subscription from revision 0. */
  void onReset(CacheReset reset);

  /**
   * The subscription is over: it began too long ago, fell too far behind, or the history it was
   * part of is no more. List and subscribe again.
   */
  void onExpired(String why);

  /**
   * The store is reachable continuously since {@code since}: a write of ours was seen on the watch,
   * and the connection did not fail since. Also called at the start of a subscription.
   */
  default void onReachable(Now since) {}

  /**
   * The store is not known to be reachable. Clocks that run against others must stand still until
   * {@link #onReachable}.
   */
  default void onUnreachable(Now since, String why) {}
}
