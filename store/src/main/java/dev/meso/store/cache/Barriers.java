package dev.meso.store.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for proof of freshness, and the barrier writes under way. A write proves freshness only
 * for those who asked before it was sent, so whoever asks while one is under way waits for the
 * next; all who wait share it. The proof is that the watch has brought the write's revision.
 */
final class Barriers {

  /** Writes acknowledged that the watch has not brought; then no more are made. */
  static final int UNSEEN_MAX = 16;

  private final Set<Long> waiting = new TreeSet<>();
  private final ArrayDeque<Write> unseen = new ArrayDeque<>();
  private @Nullable Write inFlight;
  private long number;

  /** A ticket waits for the next write. */
  void await(long ticket) {
    waiting.add(ticket);
  }

  boolean anyWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether a write may be made now. */
  boolean mayWrite() {
    return inFlight == null && unseen.size() < UNSEEN_MAX;
  }

  /**
   * A write is sent, for everybody who waits.
   *
   * @param interruptions how often the connection was interrupted before
   * @return its number
   */
  long sent(long interruptions) {
    number++;
    inFlight = new Write(number, 0, interruptions, new TreeSet<>(waiting));
    waiting.clear();
    return number;
  }

  /** The write was applied at {@code revision}. */
  void acknowledged(long sent, long revision) {
    if (inFlight != null && inFlight.number == sent) {
      unseen.add(new Write(sent, revision, inFlight.interruptions, inFlight.tickets));
      inFlight = null;
    }
  }

  /** The write failed, or nobody knows: those who shared it wait for another. */
  void failed(long sent) {
    if (inFlight != null && inFlight.number == sent) {
      waiting.addAll(inFlight.tickets);
      inFlight = null;
    }
  }

  /** The cache holds everything up to {@code revision}; gives the writes that are proven by it. */
  List<Write> seen(long revision) {
    List<Write> proven = new ArrayList<>();
    while (!unseen.isEmpty() && unseen.getFirst().revision <= revision) {
      proven.add(unseen.removeFirst());
    }
    return proven;
  }

  /** Revisions of before mean nothing any more. */
  void forgetRevisions() {
    unseen.forEach(write -> waiting.addAll(write.tickets));
    unseen.clear();
    if (inFlight != null) {
      waiting.addAll(inFlight.tickets);
      // Its answer comes under a number that is not known any more. One write stays possible.
      inFlight = null;
    }
  }

  /** A ticket does not wait any more; says whether it did. */
  boolean abandon(long ticket) {
    boolean waited = waiting.remove(ticket);
    if (inFlight != null) {
      waited |= inFlight.tickets.remove(ticket);
    }
    for (Write write : unseen) {
      waited |= write.tickets.remove(ticket);
    }
    return waited;
  }

  /** A write and whom it serves. */
  record Write(long number, long revision, long interruptions, Collection<Long> tickets) {}
}
