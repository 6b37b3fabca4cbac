package dev.meso.store.actor;

import dev.meso.store.actor.Result.Done;
import dev.meso.store.port.Store;
import dev.meso.store.port.WatchListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one actor: takes messages from any thread, gives them to the actor one at a time on the
 * executor, and carries out what it asks for. Everything else that it says goes to {@code owner},
 * within the same turn and in order.
 *
 * <p>When the actor or its owner throws, or the mailbox overflows, the host stops and the fault
 * handler hears it, once. A stopped host takes no message, cancels its watches and timers, and lets
 * calls under way end unheard.
 *
 * <p>Thread-safe. Has no thread and no clock of its own.
 *
 * @param <M> the actor's messages
 * @param <E> what the actor says to its owner
 */
public final class ActorHost<M, E> implements Mailbox<M>, AutoCloseable {

  /** Messages that may wait. Whoever sends more has no bound of its own, which is our fault. */
  public static final int MAILBOX_MAX = 65_536;

  /** Messages taken in one turn of the executor, so that one busy actor does not starve others. */
  static final int TURN_MESSAGES_MAX = 256;

  private final String name;
  private final Actor<M, Effect<M, E>> actor;
  private final ActorRuntime runtime;
  private final Consumer<E> owner;
  private final FaultHandler faults;

  private final Object lock = new Object();
  // Guarded by lock.
  private final ArrayDeque<M> waiting = new ArrayDeque<>();
  private final Set<Timer.Scheduled> timers = new LinkedHashSet<>();
  private final Map<Long, Store.Watch> watches = new TreeMap<>();
  private boolean turnScheduled;
  private boolean stopped;

  /**
   * A host that waits for its first message.
   *
   * @param name for faults
   * @param owner hears what the actor emits, within the actor's turn; must not block
   */
  public ActorHost(
      String name,
      Actor<M, Effect<M, E>> actor,
      ActorRuntime runtime,
      Consumer<E> owner,
      FaultHandler faults) {
    this.name = name;
    this.actor = actor;
    this.runtime = runtime;
    this.owner = owner;
    this.faults = faults;
  }

  /** Takes a message; a stopped host drops it. */
  @Override
  public void tell(M message) {
    boolean overflow;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      overflow = waiting.size() >= MAILBOX_MAX;
      if (!overflow) {
        waiting.add(message);
        if (turnScheduled) {
          return;
        }
        turnScheduled = true;
      }
    }
    if (overflow) {
      fault(
          new IllegalStateException(
              "Mailbox of " + name + " is full: " + MAILBOX_MAX + " messages wait; it stops"));
    } else {
      scheduleTurn();
    }
  }

  /** Stops: nothing is heard or said any more, except by the turn that may be running. */
  @Override
  public void close() {
    stop();
  }

  private void scheduleTurn() {
    try {
      runtime.executor().execute(this::turn);
    } catch (RejectedExecutionException e) {
      fault(e);
    }
  }

  private void turn() {
    for (int i = 0; i < TURN_MESSAGES_MAX; i++) {
      M message;
      synchronized (lock) {
        message = stopped ? null : waiting.poll();
        if (message == null) {
          turnScheduled = false;
          return;
        }
      }
      if (!take(message)) {
        return;
      }
    }
    scheduleTurn();
  }

  private boolean take(M message) {
    try {
      for (Effect<M, E> effect : actor.on(message, runtime.clock().get())) {
        switch (effect) {
          case Effect.Ask<M, E>(StoreEffect<M> what) -> ask(what);
          case Effect.Emit<M, E>(E what) -> owner.accept(what);
        }
      }
      return true;
    } catch (RuntimeException | Error e) {
      fault(e);
      return false;
    }
  }

  private void ask(StoreEffect<M> effect) {
    Store store = runtime.store();
    switch (effect) {
      case StoreEffect.Read<M> read ->
          answer(store.range(read.request(), read.deadline()), read.reply());
      case StoreEffect.Commit<M> commit ->
          answer(store.commit(commit.txn(), commit.deadline()), commit.reply());
      case StoreEffect.Watch<M> watch -> open(watch);
      case StoreEffect.CancelWatch<M>(long id) -> cancelWatch(id);
      case StoreEffect.Grant<M> grant ->
          answer(store.grant(grant.ttl(), grant.deadline()), grant.reply());
      case StoreEffect.KeepAlive<M> keep ->
          answer(store.keepAlive(keep.lease(), keep.deadline()), keep.reply());
      case StoreEffect.Revoke<M> revoke ->
          done(store.revoke(revoke.lease(), revoke.deadline()), revoke.reply());
      case StoreEffect.Compact<M> compact ->
          done(store.compact(compact.revision(), compact.deadline()), compact.reply());
      case StoreEffect.After<M>(Duration delay, M message) -> later(delay, message);
    }
  }

  private <T> void answer(CompletionStage<T> call, Function<Result<T>, M> reply) {
    call.whenComplete(
        (value, failure) ->
            tell(
                reply.apply(
                    failure == null
                        ? new Result.Ok<>(value)
                        : new Result.Failed<>(StoreFailures.of(failure)))));
  }

  private void done(CompletionStage<?> call, Function<Result<Done>, M> reply) {
    answer(call.thenApply(_ -> Done.DONE), reply);
  }

  private void later(Duration delay, M message) {
    Alarm<M> alarm = new Alarm<>(message);
    alarm.scheduled = runtime.timer().schedule(delay, () -> rung(alarm));
    boolean late;
    synchronized (lock) {
      // It may have rung already, or the host may have stopped, while it was being set.
      late = stopped;
      if (!stopped && !alarm.rung) {
        timers.add(alarm.scheduled);
      }
    }
    if (late) {
      alarm.scheduled.cancel();
    }
  }

  private void rung(Alarm<M> alarm) {
    synchronized (lock) {
      alarm.rung = true;
      if (alarm.scheduled != null) {
        timers.remove(alarm.scheduled);
      }
    }
    tell(alarm.message);
  }

  private void open(StoreEffect.Watch<M> watch) {
    Relay relay = new Relay(watch.id(), watch.reply());
    Store.Watch opened = runtime.store().watch(watch.request(), relay);
    boolean late;
    synchronized (lock) {
      // It may have ended already.
      late = stopped;
      if (!stopped && !relay.ended) {
        watches.put(watch.id(), opened);
      }
    }
    if (late) {
      opened.cancel();
    }
  }

  private void cancelWatch(long id) {
    Store.Watch watch;
    synchronized (lock) {
      watch = watches.remove(id);
    }
    if (watch != null) {
      watch.cancel();
    }
  }

  private void fault(Throwable why) {
    if (stop()) {
      faults.onFault(name, why);
    }
  }

  private boolean stop() {
    List<Store.Watch> openWatches;
    List<Timer.Scheduled> openTimers;
    synchronized (lock) {
      if (stopped) {
        return false;
      }
      stopped = true;
      waiting.clear();
      openWatches = new ArrayList<>(watches.values());
      openTimers = new ArrayList<>(timers);
      watches.clear();
      timers.clear();
    }
    openTimers.forEach(Timer.Scheduled::cancel);
    openWatches.forEach(Store.Watch::cancel);
    return true;
  }

  /** A message to come. Its fields change under the host's lock, or before anybody else sees it. */
  private static final class Alarm<M> {
    final M message;
    volatile Timer.@Nullable Scheduled scheduled;
    boolean rung;

    Alarm(M message) {
      this.message = message;
    }
  }

  /** Turns the calls of a watch into messages. */
  private final class Relay implements WatchListener {
    private final long id;
    private final Function<WatchSignal, M> reply;
    // Guarded by lock.
    private boolean ended;

    Relay(long id, Function<WatchSignal, M> reply) {
      this.id = id;
      this.reply = reply;
    }

    @Override
    public void onCreated(long revision, long clusterId) {
      tell(reply.apply(new WatchSignal.Created(revision, clusterId)));
    }

    @Override
    public void onChanges(List<Change> changes, boolean complete) {
      tell(reply.apply(new WatchSignal.Changes(changes, complete)));
    }

    @Override
    public void onProgress(long revision) {
      tell(reply.apply(new WatchSignal.Progress(revision)));
    }

    @Override
    public void onEnd(WatchEnd end) {
      synchronized (lock) {
        ended = true;
        watches.remove(id);
      }
      tell(reply.apply(new WatchSignal.Ended(end)));
    }
  }
}
