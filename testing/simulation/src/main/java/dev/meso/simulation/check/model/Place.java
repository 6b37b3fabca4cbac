package dev.meso.simulation.check.model;

/** Where a key is in the layout. */
public sealed interface Place {
  /** {@code spec/<plural>/[<namespace>/]<name>}; the namespace is empty for cluster scope. */
  record Spec(String plural, String namespace, String name) implements Place {}

  /** {@code status/<plural>/[<namespace>/]<name>}. */
  record Status(String plural, String namespace, String name) implements Place {}

  /** {@code assignments/<agent>/<namespace>/<task>/<attempt>}. */
  record Assignment(String agent, AttemptPath path) implements Place {}

  /** {@code reports/<agent>/<namespace>/<task>/<attempt>}. */
  record Report(String agent, AttemptPath path) implements Place {}

  /** {@code registrations/<agent>}. */
  record Registration(String agent) implements Place {}

  /** {@code alive/<agent>}. */
  record Alive(String agent) implements Place {}

  /** {@code leader}. */
  record Leader() implements Place {}

  /** {@code barrier/<controller>}. */
  record Barrier(String controller) implements Place {}

  /** {@code meta}. */
  record Meta() implements Place {}

  /** A key of the events' root. */
  record SoftEvent() implements Place {}

  /** A key that the layout does not know. */
  record Unknown() implements Place {}
}
