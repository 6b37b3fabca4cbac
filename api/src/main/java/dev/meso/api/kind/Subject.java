package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * A user or a group. Neither is an object: who somebody is, and in which groups, is told by the
 * certificate or the token that he shows.
 *
 * @param kind User or Group
 * @param apiGroup rbac.authorization.k8s.io
 * @param name of the user or the group
 */
public record Subject(String kind, @Nullable String apiGroup, String name) {
  public static final String USER = "User";
  public static final String GROUP = "Group";
}
