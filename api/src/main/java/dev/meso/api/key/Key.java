package dev.meso.api.key;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import org.jspecify.annotations.Nullable;

/**
 * A key in etcd, parsed. The text form is made and read by {@link Keyspace} alone.
 *
 * <p>Each prefix has one writer; see docs/etcd-keys.md.
 */
public sealed interface Key {

  /**
   * Desired state of an object. Writer: API servers; the leader deletes keys of deleted objects.
   */
  record Spec(Kind kind, @Nullable String namespace, String name) implements Key {}

  /** Observed state of an object. Writer: the leader. */
  record Status(Kind kind, @Nullable String namespace, String name) implements Key {}

  /** One attempt that an agent should run. Writer: the leader. */
  record Assignment(String agent, AttemptId attempt) implements Key {}

  /** What an agent says about one attempt. Writer: that agent. */
  record Report(String agent, AttemptId attempt) implements Key {}

  /** What an agent says about its machine. Writer: that agent. */
  record Registration(String agent) implements Key {}

  /** Proof that an agent lives, under its lease. Writer: that agent. */
  record Alive(String agent) implements Key {}

  /** Who leads, under the leader's lease. Writer: whoever wins the election. */
  record Leader() implements Key {}

  /** Proof of freshness. Writer: that controller. */
  record Barrier(String controller) implements Key {}

  /** About the stored records themselves. Writer: the leader. */
  record Meta() implements Key {}

  /** A key under the root that this version does not know; it is left alone. */
  record Unknown(String text) implements Key {}
}
