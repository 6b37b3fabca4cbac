package dev.meso.controller.runtime;

import dev.meso.api.time.Now;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.store.actor.Mailbox;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.election.ElectionMessage;
import java.util.List;
import java.util.function.Consumer;

/** Passes what the cache says to the decision loop, and news of the leader key to the election. */
final class LoopFeed implements CacheListener {
  private final String leaderKey;
  private final Mailbox<LoopMessage> loop;
  private final Mailbox<ElectionMessage> election;
  private final Consumer<String> expired;

  LoopFeed(
      String leaderKey,
      Mailbox<LoopMessage> loop,
      Mailbox<ElectionMessage> election,
      Consumer<String> expired) {
    this.leaderKey = leaderKey;
    this.loop = loop;
    this.election = election;
    this.expired = expired;
  }

  @Override
  public void onRevision(long revision, List<CacheChange> changes) {
    loop.tell(new LoopMessage.Changed(revision, changes));
    look(changes);
  }

  @Override
  public void onReset(CacheReset reset) {
    loop.tell(new LoopMessage.Reset(reset));
    look(reset.differences());
  }

  @Override
  public void onExpired(String why) {
    expired.accept(why);
  }

  @Override
  public void onReachable(Now since) {
    loop.tell(new LoopMessage.StoreReachable());
  }

  @Override
  public void onUnreachable(Now since, String why) {
    loop.tell(new LoopMessage.StoreUnreachable());
  }

  private void look(List<CacheChange> changes) {
    if (changes.stream().anyMatch(change -> change.key().equals(leaderKey))) {
      election.tell(new ElectionMessage.Look());
    }
  }
}
