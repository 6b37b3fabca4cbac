package dev.meso.store.port;

import java.util.List;

/** Hears a watch. Called by one thread at a time; must not block. */
public interface WatchListener {

  /**
   * The watch is set up; events from the requested revision follow, or the end: a revision that was
   * compacted is told right behind this. A revision before the one that was asked for means that
   * the store was set back.
   *
   * @param revision the store's revision when it answered
   */
  void onCreated(long revision, long clusterId);

  /**
   * Changes, in order. One call may hold several revisions, and one revision may be spread over
   * several calls: it is complete when a change of a later revision comes, or when {@code complete}
   * says that no fragment of the last revision follows.
   */
  void onChanges(List<Change> changes, boolean complete);

  /**
   * The stream lives and has reached this revision; proves nothing about events still under way.
   */
  void onProgress(long revision);

  /** The stream is over. */
  void onEnd(WatchEnd end);

  /** One change of one key. */
  sealed interface Change {
    String key();

    /** The revision of the change. */
    long revision();

    /** The key has a new value. */
    record Put(Entry entry) implements Change {
      @Override
      public String key() {
        return entry.key();
      }

      @Override
      public long revision() {
        return entry.modRevision();
      }
    }

    /** The key is gone. */
    record Deleted(String key, long revision) implements Change {}
  }

  /** Why a stream ended. */
  sealed interface WatchEnd {
    /** The revision asked for is no longer there: list, then watch from the list's revision. */
    record Compacted(long compactRevision) implements WatchEnd {}

    /** The connection broke, the server ended it, or it was refused: watch again. */
    record Broken(String cause) implements WatchEnd {}
  }
}
