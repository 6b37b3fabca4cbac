package dev.meso.store.cache;

/**
 * What the cache holds at one moment; immutable.
 *
 * @param revision the newest one whose changes are in; 0 before the first list
 * @param clusterId whose history this is
 */
record Snapshot(long revision, long clusterId, EntryTree entries) {

  /** Before the first list. */
  static final Snapshot NOTHING = new Snapshot(0, 0, EntryTree.empty());

  boolean listed() {
    return revision > 0;
  }
}
