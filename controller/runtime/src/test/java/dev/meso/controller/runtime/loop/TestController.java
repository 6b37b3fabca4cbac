package dev.meso.controller.runtime.loop;

import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.time.Now;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.placement.SpreadPlacer;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheChange;
import dev.meso.store.cache.CacheConfig;
import dev.meso.store.cache.CacheConfig.BarrierKey;
import dev.meso.store.cache.CacheListener;
import dev.meso.store.cache.CacheReset;
import dev.meso.store.election.ElectionActor;
import dev.meso.store.election.ElectionConfig;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.election.ElectionMessage;
import dev.meso.store.lease.LeaseConfig;
import java.util.ArrayList;
import java.util.List;

/** Cache, election and decision loop of one controller on virtual time. */
final class TestController {
  private final VirtualProcess process;
  private final Cache cache;
  private final ActorHost<LoopMessage, LoopOutput> loop;
  private final ActorHost<ElectionMessage, ElectionEffect> election;
  private final List<LoopOutput> outputs = new ArrayList<>();

  TestController(String name, Keyspace keyspace, VirtualProcess process, long seed) {
    this.process = process;
    this.cache =
        Cache.start(
            CacheConfig.controller(
                keyspace.everything(),
                new BarrierKey(keyspace.text(new Key.Barrier(name)), name),
                keyspace.everyAlive(),
                LeaseConfig.AGENT_TTL,
                seed),
            process.runtime(),
            process.faultHandler());
    this.loop =
        new ActorHost<>(
            "loop",
            new DecisionLoop(
                name,
                ClusterState::new,
                new Decider(Decider.LOST_AFTER, new SpreadPlacer()),
                keyspace,
                cache::get,
                seed),
            process.runtime(),
            this::heard,
            process.faultHandler());
    String leaderKey = keyspace.text(new Key.Leader());
    this.election =
        new ActorHost<>(
            "election",
            new ElectionActor(ElectionConfig.of(leaderKey, name, "http://" + name, seed)),
            process.runtime(),
            this::heard,
            process.faultHandler());
    cache.subscribe(keyspace.everything(), 0, new Feed(leaderKey));
    election.tell(new ElectionMessage.Start());
  }

  VirtualProcess process() {
    return process;
  }

  List<LoopOutput> outputs() {
    return outputs;
  }

  boolean inOffice() {
    boolean office = false;
    for (LoopOutput output : outputs) {
      if (output instanceof LoopOutput.TookOffice) {
        office = true;
      } else if (output instanceof LoopOutput.LeftOffice) {
        office = false;
      }
    }
    return office;
  }

  private void heard(LoopOutput output) {
    outputs.add(output);
    if (output instanceof LoopOutput.Resign(long fence, String reason)) {
      election.tell(new ElectionMessage.Resign(fence, reason));
    }
  }

  private void heard(ElectionEffect effect) {
    switch (effect) {
      case ElectionEffect.Elected(long fence, var until) ->
          loop.tell(new LoopMessage.Elected(fence, until));
      case ElectionEffect.Extended(long fence, var until) ->
          loop.tell(new LoopMessage.Extended(fence, until));
      case ElectionEffect.Deposed(long fence, _) -> loop.tell(new LoopMessage.Deposed(fence));
      case ElectionEffect.Closed() -> {}
    }
  }

  private final class Feed implements CacheListener {
    private final String leaderKey;

    Feed(String leaderKey) {
      this.leaderKey = leaderKey;
    }

    @Override
    public void onRevision(long revision, List<CacheChange> changes) {
      loop.tell(new LoopMessage.Changed(revision, changes));
      if (changes.stream().anyMatch(change -> change.key().equals(leaderKey))) {
        election.tell(new ElectionMessage.Look());
      }
    }

    @Override
    public void onReset(CacheReset reset) {
      loop.tell(new LoopMessage.Reset(reset));
    }

    @Override
    public void onExpired(String why) {
      throw new AssertionError(why);
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
}
