package dev.meso.simulation.check;

import java.util.Optional;

/**
 * Who wrote a step.
 *
 * @param name without the mark of an incarnation: {@code controller-1} for {@code controller-1#2}
 */
record Writer(Role role, String name) {
  enum Role {
    CONTROLLER,
    AGENT,
    USER,
    LEASE,
    UNKNOWN
  }

  static Writer of(Optional<String> author) {
    if (author.isEmpty()) {
      return new Writer(Role.UNKNOWN, "");
    }
    String whole = author.get();
    int mark = whole.indexOf('#');
    String name = mark < 0 ? whole : whole.substring(0, mark);
    Role role = Role.UNKNOWN;
    if (name.equals(Step.LEASE)) {
      role = Role.LEASE;
    } else if (name.startsWith("controller")) {
      role = Role.CONTROLLER;
    } else if (name.startsWith("agent")) {
      role = Role.AGENT;
    } else if (name.startsWith("user")) {
      role = Role.USER;
    }
    return new Writer(role, name);
  }
}
