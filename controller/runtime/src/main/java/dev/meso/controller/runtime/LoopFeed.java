package dev.meso.controller.runtime;

import dev.meso.api.time.Now;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.store.actor.Mailbox;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import java.util.List;
import java.util.function.Consumer;

/** Passes what the cache says to the decision loop. */
final class LoopFeed implements CacheListener {
  private final Mailbox<LoopMessage> loop;
  private final Consumer<String> expired;

  LoopFeed(Mailbox<LoopMessage> loop, Consumer<String> expired) {
    this.loop = loop;
    this.expired = expired;
  }

  @Override
  public void onRevision(long revision, List<CacheChange> changes) {
    loop.tell(new LoopMessage.Changed(revision, changes));
  }

  @Override
  public void onReset(CacheReset reset) {
    loop.tell(new LoopMessage.Reset(reset));
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
}
