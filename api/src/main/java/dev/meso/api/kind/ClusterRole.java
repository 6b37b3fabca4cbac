package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import java.util.List;

/**
 * Rights on every object of the cluster, and on pages that are no objects; a {@link RoleBinding}
 * that names it gives the same rights inside its own namespace only.
 *
 * @param rules what may be done: whatever one of them allows
 */
public record ClusterRole(
    String apiVersion, String kind, ObjectMeta metadata, List<PolicyRule> rules)
    implements ApiObject {

  public ClusterRole {
    rules = rules == null ? List.of() : List.copyOf(rules);
  }

  /** An object of this kind. */
  public static ClusterRole of(ObjectMeta metadata, List<PolicyRule> rules) {
    return new ClusterRole(
        Kind.CLUSTER_ROLE.apiVersion(), Kind.CLUSTER_ROLE.kindName(), metadata, rules);
  }

  @Override
  public ClusterRole withMetadata(ObjectMeta other) {
    return new ClusterRole(apiVersion, kind, other, rules);
  }
}
