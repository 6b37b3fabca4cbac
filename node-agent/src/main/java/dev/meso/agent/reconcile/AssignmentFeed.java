package dev.meso.agent.reconcile;

import dev.meso.store.actor.Backoff;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.actor.WatchSignal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps up with the agent's assignments: reads them whole, watches from there, and begins anew when
 * the watch ends for whatever reason. The watch is a hint, the list is the truth, so it is read
 * again each {@link #RELIST} even when nothing seems wrong.
 *
 * <p>A read that fails changes nothing: what was known stays known. Part of {@link ReconcileActor},
 * in whose turn it is called. The number of assignments is bounded by the leader, who places them.
 */
final class AssignmentFeed {
  static final Duration RELIST = Duration.ofSeconds(60);
  static final Duration DEADLINE = Duration.ofSeconds(5);
  static final Duration RETRY_FIRST = Duration.ofMillis(50);
  static final Duration RETRY_MAX = Duration.ofSeconds(1);

  private final String prefix;
  private final Backoff backoff;
  // Grows with each list and is the id of the watch that follows it; answers to older ones are old.
  private long generation;
  private RangeRequest reading;
  private final List<Entry> pages = new ArrayList<>();
  private long floor;
  private boolean listed;
  private boolean current;

  AssignmentFeed(String prefix, long seed) {
    this.prefix = prefix;
    this.backoff = new Backoff(RETRY_FIRST, RETRY_MAX, seed);
    this.reading = RangeRequest.prefix(prefix);
  }

  /** What is new. */
  sealed interface News {
    /** Every assignment that there is. */
    record Whole(List<Entry> entries) implements News {}

    /** Changes since. */
    record Changes(List<Change> changes) implements News {}

    /** Nothing. */
    record Nothing() implements News {}
  }

  /** Whether the assignments were read whole at least once, and are still this agent's. */
  boolean listed() {
    return listed;
  }

  /** Whether what is known is being watched, so that it is old by the delay of the watch only. */
  boolean current() {
    return current;
  }

  void list(Effects<ReconcileMessage, ReconcileOutput> effects) {
    begin(effects);
    reading = RangeRequest.prefix(prefix);
    read(effects);
  }

  /** Forgets what was read and looks no more, until the next {@link #list}. */
  void stop(Effects<ReconcileMessage, ReconcileOutput> effects) {
    begin(effects);
    listed = false;
  }

  private void begin(Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (generation > 0) {
      effects.ask(new StoreEffect.CancelWatch<>(generation));
    }
    generation++;
    current = false;
    pages.clear();
  }

  News on(
      ReconcileMessage.AssignmentsRead read, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (read.generation() != generation) {
      return new News.Nothing();
    }
    return switch (read.page()) {
      case Result.Failed<RangeResult> _ -> {
        again(effects);
        yield new News.Nothing();
      }
      case Result.Ok<RangeResult>(RangeResult page) -> page(page, effects);
    };
  }

  News on(
      ReconcileMessage.AssignmentsWatched watched,
      Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (watched.generation() != generation) {
      return new News.Nothing();
    }
    return switch (watched.signal()) {
      case WatchSignal.Created _, WatchSignal.Progress _ -> new News.Nothing();
      case WatchSignal.Changes(List<Change> changes, boolean _) ->
          new News.Changes(changes.stream().filter(change -> change.revision() > floor).toList());
      case WatchSignal.Ended _ -> {
        current = false;
        again(effects);
        yield new News.Nothing();
      }
    };
  }

  void on(ReconcileMessage.AssignmentsDue due, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (due.generation() == generation) {
      list(effects);
    }
  }

  private News page(RangeResult page, Effects<ReconcileMessage, ReconcileOutput> effects) {
    if (reading.after().isEmpty()) {
      floor = page.revision();
    }
    pages.addAll(page.entries());
    if (page.more()) {
      reading = reading.next(page.entries().getLast().key(), floor);
      read(effects);
      return new News.Nothing();
    }
    backoff.reset();
    listed = true;
    current = true;
    long mine = generation;
    effects.ask(
        new StoreEffect.Watch<>(
            mine,
            new WatchRequest(prefix, floor + 1),
            signal -> new ReconcileMessage.AssignmentsWatched(mine, signal)));
    effects.after(RELIST, new ReconcileMessage.AssignmentsDue(mine));
    List<Entry> whole = List.copyOf(pages);
    pages.clear();
    return new News.Whole(whole);
  }

  private void read(Effects<ReconcileMessage, ReconcileOutput> effects) {
    long mine = generation;
    effects.ask(
        new StoreEffect.Read<>(
            reading, DEADLINE, page -> new ReconcileMessage.AssignmentsRead(mine, page)));
  }

  private void again(Effects<ReconcileMessage, ReconcileOutput> effects) {
    // A list that is due twice, after a failure and by the clock, is done once: the generation.
    effects.after(backoff.next(), new ReconcileMessage.AssignmentsDue(generation));
  }
}
