package dev.meso.controller.apiserver.auth;

import java.util.List;
import java.util.Set;

/** Who makes a request: a name and the groups that he is in. Immutable. */
public record Principal(String name, List<String> groups) {

  /** The group that may do everything. */
  public static final String MASTERS = "system:masters";

  /** The group of all who showed who they are. */
  public static final String AUTHENTICATED = "system:authenticated";

  /** The group of all who did not. */
  public static final String UNAUTHENTICATED = "system:unauthenticated";

  /** Whoever reaches a server on loopback without authentication; he may do everything. */
  public static final Principal LOCAL =
      new Principal("meso:local", List.of(MASTERS, AUTHENTICATED));

  /** Whoever shows neither a certificate nor a token to a server that wants one. */
  public static final Principal ANONYMOUS =
      new Principal("system:anonymous", List.of(UNAUTHENTICATED));

  public Principal {
    groups = List.copyOf(groups);
  }

  /** Somebody who showed who he is: he is in {@link #AUTHENTICATED} besides his own groups. */
  public static Principal authenticated(String name, List<String> groups) {
    Set<String> all = new java.util.LinkedHashSet<>(groups);
    all.add(AUTHENTICATED);
    return new Principal(name, List.copyOf(all));
  }

  /** Whether he may do everything. */
  public boolean master() {
    return groups.contains(MASTERS);
  }
}
