package dev.meso.store.memory;

/** What happens to the whole store, or to all that one author has with it. */
public sealed interface Disturbance {

  /**
   * The store's process dies: watches break, calls under way are lost with an unknown outcome, new
   * ones are refused. Data and leases stay.
   */
  record Down() implements Disturbance {}

  /** It is back; every lease starts its time to live anew, as etcd's leases do. */
  record Up() implements Disturbance {}

  /**
   * The store's process stops without dying: nothing is answered, calls pass their deadlines,
   * watches are silent, and break when that lasts for 10 s. What arrived meanwhile is applied after
   * {@link Thaw}.
   */
  record Freeze() implements Disturbance {}

  /** The process continues. Leases that ran out meanwhile end now. */
  record Thaw() implements Disturbance {}

  /**
   * Nothing of this author comes through, in either direction: its calls pass their deadlines
   * without arriving, its watches are silent until {@link Reconnect}, and break when that lasts for
   * 10 s.
   */
  record CutOff(String author) implements Disturbance {}

  /** The author is connected again; its watches hear late what they missed. */
  record Reconnect(String author) implements Disturbance {}

  /** Every watch of this author breaks; of all when the author is empty. */
  record LoseWatches(String author) implements Disturbance {}

  /**
   * The history is compacted up to the present revision, also under watches that have not heard of
   * all of it: those end as compacted.
   */
  record CompactUnderWatches() implements Disturbance {}

  /** Another cluster answers at the same address: empty, with another id. Watches break. */
  record NewCluster(long clusterId) implements Disturbance {}

  /** The newest revisions are lost, as after a restore from a backup. Watches break. */
  record SetBack(long revisions) implements Disturbance {}
}
