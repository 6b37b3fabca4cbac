package dev.meso.store.election;

import dev.meso.store.actor.Mailbox;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.cache.Subscription;
import java.util.List;

/**
 * Tells a candidate to look as soon as the cache shows a change of the leader key. Without it, or
 * when it expires, the candidate finds out by looking each second.
 */
public final class LeaderHints implements CacheListener {
  private final Mailbox<ElectionMessage> election;

  private LeaderHints(Mailbox<ElectionMessage> election) {
    this.election = election;
  }

  /** Connects a cache that holds the leader key with a candidate. */
  public static Subscription connect(
      Cache cache, String leaderKey, Mailbox<ElectionMessage> election) {
    return cache.subscribe(leaderKey, 0, new LeaderHints(election));
  }

  @Override
  public void onRevision(long revision, List<CacheChange> changes) {
    election.tell(new ElectionMessage.Look());
  }

  @Override
  public void onReset(CacheReset reset) {
    election.tell(new ElectionMessage.Look());
  }

  @Override
  public void onExpired(String why) {
    election.tell(new ElectionMessage.Look());
  }
}
