package dev.meso.controller.apiserver.auth;

import java.util.List;

/** Who makes a request: a name and the groups he is in. Immutable. */
public record Principal(String name, List<String> groups) {

  /** Whoever reaches a server on loopback without authentication; he may do everything. */
  public static final Principal LOCAL =
      new Principal("meso:local", List.of("system:masters", "system:authenticated"));

  public Principal {
    groups = List.copyOf(groups);
  }
}
