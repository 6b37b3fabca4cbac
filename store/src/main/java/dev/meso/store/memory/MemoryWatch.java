package dev.meso.store.memory;

import dev.meso.store.port.Store;
import dev.meso.store.port.WatchListener;
import dev.meso.store.port.WatchListener.Change;
import dev.meso.store.port.WatchListener.WatchEnd;
import dev.meso.store.port.WatchRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One watch: what it has to hear yet, and when. Used on the scheduler, apart from cancel. */
final class MemoryWatch implements Store.Watch {
  private final String author;
  private final WatchRequest request;
  private final WatchListener listener;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Fragment> outbox = new ArrayDeque<>();
  private Duration lastDue = Duration.ZERO;
  private volatile boolean over;
  private boolean created;

  MemoryWatch(String author, WatchRequest request, WatchListener listener) {
    this.author = author;
    this.request = request;
    this.listener = listener;
  }

  String author() {
    return author;
  }

  WatchRequest request() {
    return request;
  }

  boolean over() {
    return over;
  }

  /** Whether it has not yet heard of everything that it was given. */
  boolean lags() {
    return !waiting.isEmpty() || !outbox.isEmpty();
  }

  @Override
  public void cancel() {
    over = true;
  }

  boolean isCreated() {
    return created;
  }

  void created(long revision, long clusterId) {
    if (!over) {
      created = true;
      listener.onCreated(revision, clusterId);
    }
  }

  void progress(long revision) {
    if (!over) {
      listener.onProgress(revision);
    }
  }

  void end(WatchEnd why) {
    if (!over) {
      over = true;
      waiting.clear();
      outbox.clear();
      listener.onEnd(why);
    }
  }

  /** Puts changes behind those that wait; the answer is when they are due. */
  Duration enqueue(List<Change> changes, Duration due, int fragments) {
    lastDue = due.compareTo(lastDue) > 0 ? due : lastDue;
    waiting.add(new Waiting(changes, lastDue, fragments, false));
    return lastDue;
  }

  /** Puts the same changes behind themselves, in a delivery of their own. */
  void repeat(List<Change> changes, Duration due) {
    waiting.add(new Waiting(changes, due, 1, true));
  }

  /** Delivers one piece of what is due; true when more is due. */
  boolean deliver(Duration now) {
    if (over) {
      return false;
    }
    if (outbox.isEmpty()) {
      fill(now);
    }
    Fragment next = outbox.poll();
    if (next != null) {
      listener.onChanges(next.changes(), next.complete());
    }
    return !outbox.isEmpty() || dueBy(now);
  }

  private boolean dueBy(Duration now) {
    Waiting next = waiting.peek();
    return next != null && next.due().compareTo(now) <= 0;
  }

  /** Takes all that is due into one delivery, and cuts that into its fragments. */
  private void fill(Duration now) {
    List<Change> all = new ArrayList<>();
    int fragments = 1;
    while (dueBy(now) && (all.isEmpty() || !waiting.element().alone())) {
      Waiting next = waiting.remove();
      all.addAll(next.changes());
      fragments = Math.max(fragments, next.fragments());
      if (next.alone()) {
        break;
      }
    }
    int pieces = Math.min(fragments, all.size());
    for (int i = 0; i < pieces; i++) {
      int from = all.size() * i / pieces;
      int to = all.size() * (i + 1) / pieces;
      outbox.add(new Fragment(List.copyOf(all.subList(from, to)), i == pieces - 1));
    }
  }

  private record Waiting(List<Change> changes, Duration due, int fragments, boolean alone) {}

  private record Fragment(List<Change> changes, boolean complete) {}
}
