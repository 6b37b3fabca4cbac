package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.PolicyRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that somebody has, and where.
 *
 * @param namespace where they hold; null for everywhere
 * @param via the binding, for people
 */
record Grant(@Nullable String namespace, List<PolicyRule> rules, String via) {

  /** Whether it holds for objects of this namespace; null for those of none and of all. */
  boolean holdsIn(@Nullable String other) {
    return namespace == null || namespace.equals(other);
  }
}
