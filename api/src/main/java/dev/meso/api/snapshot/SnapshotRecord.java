package dev.meso.api.snapshot;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;

/**
 * A line of a snapshot: a key of the store.
 *
 * @param key as it is in the store, with the root
 * @param createRevision when the key was created last
 * @param modRevision when the value was written
 * @param value exactly as it is in the store, readable or not
 */
public record SnapshotRecord(String key, long createRevision, long modRevision, String value) {

  /** Whether a key is one that the leader decides from. Who may do what, and who leads, is not. */
  public static boolean belongs(Key key) {
    return switch (key) {
      case Key.Spec(Kind kind, _, _) -> !kind.saysRights();
      case Key.Status(Kind kind, _, _) -> !kind.saysRights();
      case Key.Assignment _, Key.Report _, Key.Registration _, Key.Alive _ -> true;
      case Key.Leader _, Key.Barrier _, Key.Meta _, Key.Unknown _ -> false;
    };
  }
}
