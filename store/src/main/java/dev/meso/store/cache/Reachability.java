package dev.meso.store.cache;

import dev.meso.api.time.Now;

/** Whether the store can be reached without interruption. */
public sealed interface Reachability {

  /** The moment from which it holds. */
  Now since();

  /** It is, and was all the time since then. */
  record Reachable(Now since) implements Reachability {}

  /** It is not known to be. */
  record Unreachable(Now since, String why) implements Reachability {}
}
