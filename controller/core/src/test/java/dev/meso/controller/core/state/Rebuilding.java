package dev.meso.controller.core.state;

/** Lets tests of other packages rebuild a state. */
public final class Rebuilding {
  private Rebuilding() {}

  /** The state as if every key had just been read. */
  public static ClusterState of(ClusterState state) {
    return state.rebuilt();
  }
}
