package dev.meso.controller.apiserver.object;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything about one kind: its objects, what happened to them, and the watchers that wait for
 * more.
 *
 * <p>Not thread-safe: {@link ObjectView} guards it with its lock, and its feeding thread alone
 * changes it.
 */
final class Shelf {
  final TreeMap<ObjectRef, Slot> slots = new TreeMap<>();
  final History history;
  // As many as there are watches, which the server limits.
  private final Set<Sleeper> sleepers = new LinkedHashSet<>();
  long version;

  Shelf(int historyEventsMax) {
    this.history = new History(historyEventsMax);
  }

  void happened(ObjectEvent event) {
    version++;
    history.add(event);
    sleepers.removeIf(sleeper -> sleeper.told(event, history.next()));
  }

  void wakeAll() {
    sleepers.forEach(Sleeper::wake);
  }

  /**
   * Lets a watcher that has reached the end sleep; gives the position that it need not go back of.
   */
  long await(long position, Sleeper sleeper, Duration wait) throws InterruptedException {
    if (history.next() != position) {
      return position;
    }
    sleeper.sleep(position);
    sleepers.add(sleeper);
    try {
      sleeper.await(wait);
      return sleeper.position();
    } finally {
      sleepers.remove(sleeper);
    }
  }
}
