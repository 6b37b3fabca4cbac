package dev.meso.controller.runtime;

import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.runtime.loop.DecisionLoop;
import dev.meso.controller.runtime.loop.LoopMessage;
import dev.meso.controller.runtime.loop.LoopOutput;
import dev.meso.store.actor.Actor;
import dev.meso.store.actor.ActorHost;
import dev.meso.store.actor.ActorRuntime;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Mailbox;
import dev.meso.store.cache.Cache;
import dev.meso.store.cache.CacheConfig;
import dev.meso.store.cache.CacheConfig.BarrierKey;
import dev.meso.store.cache.Subscription;
import dev.meso.store.election.ElectionActor;
import dev.meso.store.election.ElectionConfig;
import dev.meso.store.election.ElectionEffect;
import dev.meso.store.election.ElectionMessage;
import dev.meso.store.election.LeaderHints;
import dev.meso.store.lease.LeaseConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The part of a controller that decides: watch cache, decision loop, election and feature level,
 * wired together. Has no thread, no clock and no socket of its own, so {@link Controller} runs it
 * on threads and a simulation on virtual time.
 *
 * <p>Thread-safe as far as its runtime is.
 */
public final class ControllerActors implements AutoCloseable {
  private final Settings settings;
  private final ActorRuntime runtime;
  private final Listener listener;
  private final Cache cache;
  private final MetaKeeper meta;
  private final ActorHost<LoopMessage, LoopOutput> loop;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private @Nullable ActorHost<ElectionMessage, ElectionEffect> election;

  /** The actor of a decision loop. */
  public interface Loop extends Actor<LoopMessage, Effect<LoopMessage, LoopOutput>> {}

  /**
   * What distinguishes a controller.
   *
   * @param name unique among the controllers
   * @param keyspace of every key
   * @param decider decides what to write while it leads
   * @param unshared resources that do not count in the shares of queues
   * @param seed of everything random
   */
  public record Settings(
      String name, Keyspace keyspace, Decider decider, Set<String> unshared, long seed) {

    public Settings {
      unshared = Set.copyOf(unshared);
    }

    /** A controller for which every resource counts. */
    public Settings(String name, Keyspace keyspace, Decider decider, long seed) {
      this(name, keyspace, decider, Set.of(), seed);
    }
  }

  /** Hears what a controller's actors say, within their turns; must not block. */
  public interface Listener {
    void heard(ElectionEffect effect);

    void heard(LoopOutput output);

    /** A fault of ours: the controller is of no use any more. */
    void faulted(String component, Throwable why);
  }

  private ControllerActors(
      Settings settings, ActorRuntime runtime, Listener listener, UnaryOperator<Loop> around) {
    this.settings = settings;
    this.runtime = runtime;
    this.listener = listener;
    Keyspace keyspace = settings.keyspace();
    String name = settings.name();
    this.cache =
        Cache.start(
            CacheConfig.controller(
                keyspace.everything(),
                new BarrierKey(keyspace.text(new Key.Barrier(name)), name),
                keyspace.everyAlive(),
                LeaseConfig.AGENT_TTL,
                settings.seed()),
            runtime,
            listener::faulted);
    DecisionLoop decisions =
        new DecisionLoop(
            name,
            () -> new ClusterState(settings.unshared()),
            settings.decider(),
            keyspace,
            cache::get,
            settings.seed());
    this.loop =
        new ActorHost<>(
            "decision loop", around.apply(decisions::on), runtime, this::heard, listener::faulted);
    this.meta =
        new MetaKeeper(
            keyspace, runtime.store(), cache, why -> listener.faulted("feature level", why));
  }

  /** Starts to follow; {@link #stand} makes it a candidate. */
  public static ControllerActors start(Settings settings, ActorRuntime runtime, Listener listener) {
    return start(settings, runtime, listener, UnaryOperator.identity());
  }

  /**
   * Starts to follow, with something between the decision loop and the rest.
   *
   * @param around given the loop's actor, returns the one that is run
   */
  public static ControllerActors start(
      Settings settings, ActorRuntime runtime, Listener listener, UnaryOperator<Loop> around) {
    ControllerActors actors = new ControllerActors(settings, runtime, listener, around);
    actors.subscriptions.add(
        actors.cache.subscribe(
            settings.keyspace().everything(),
            0,
            new LoopFeed(
                actors.loop,
                why -> listener.faulted("decision loop", new IllegalStateException(why)))));
    return actors;
  }

  /** What is cached; serves reads too. */
  public Cache cache() {
    return cache;
  }

  /** Takes messages of others for the loop, for instance forks. */
  public Mailbox<LoopMessage> loop() {
    return loop;
  }

  /**
   * Makes it a candidate, who says where its API is when it is elected. Once at most.
   *
   * @param url of the API
   */
  public void stand(String url) {
    String leaderKey = settings.keyspace().text(new Key.Leader());
    ActorHost<ElectionMessage, ElectionEffect> candidate =
        new ActorHost<>(
            "election",
            new ElectionActor(ElectionConfig.of(leaderKey, settings.name(), url, settings.seed())),
            runtime,
            this::heard,
            listener::faulted);
    election = candidate;
    subscriptions.add(LeaderHints.connect(cache, leaderKey, candidate));
    candidate.tell(new ElectionMessage.Start());
  }

  /**
   * Gives leadership back, if it has it; the listener hears {@code Closed} when that is done.
   *
   * @return false when it never stood, so that nothing will be heard
   */
  public boolean resign() {
    if (election == null) {
      return false;
    }
    election.tell(new ElectionMessage.Close());
    return true;
  }

  /** Stops everything at once. */
  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    loop.close();
    if (election != null) {
      election.close();
    }
    cache.close();
  }

  private void heard(ElectionEffect effect) {
    switch (effect) {
      case ElectionEffect.Elected(long fence, Duration until) ->
          loop.tell(new LoopMessage.Elected(fence, until));
      case ElectionEffect.Extended(long fence, Duration until) ->
          loop.tell(new LoopMessage.Extended(fence, until));
      case ElectionEffect.Deposed(long fence, String _) ->
          loop.tell(new LoopMessage.Deposed(fence));
      case ElectionEffect.Closed() -> {
        // For the listener.
      }
    }
    listener.heard(effect);
  }

  private void heard(LoopOutput output) {
    switch (output) {
      case LoopOutput.Resign(long fence, String reason) -> {
        if (election != null) {
          election.tell(new ElectionMessage.Resign(fence, reason));
        }
      }
      case LoopOutput.TookOffice(long fence) -> meta.ensure(fence);
      case LoopOutput.LeftOffice _,
          LoopOutput.Rejected _,
          LoopOutput.Unreadable _,
          LoopOutput.Forked _,
          LoopOutput.Decided _,
          LoopOutput.TxnEnded _ -> {
        // For the listener.
      }
    }
    listener.heard(output);
  }
}
