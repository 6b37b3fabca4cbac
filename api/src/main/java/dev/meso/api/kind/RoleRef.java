package dev.meso.api.kind;

import org.jspecify.annotations.Nullable;

/**
 * Names a role.
 *
 * @param apiGroup rbac.authorization.k8s.io
 * @param kind ClusterRole, or Role for one in the namespace of the binding
 * @param name of the role, which need not exist yet
 */
public record RoleRef(@Nullable String apiGroup, String kind, String name) {}
