package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import java.util.List;

/**
 * Gives the rights of a ClusterRole to users and groups, everywhere.
 *
 * @param subjects who is given them
 * @param roleRef the role whose rights they are; cannot be changed afterwards
 */
public record ClusterRoleBinding(
    String apiVersion, String kind, ObjectMeta metadata, List<Subject> subjects, RoleRef roleRef)
    implements ApiObject {

  public ClusterRoleBinding {
    subjects = subjects == null ? List.of() : List.copyOf(subjects);
  }

  /** An object of this kind. */
  public static ClusterRoleBinding of(
      ObjectMeta metadata, List<Subject> subjects, RoleRef roleRef) {
    return new ClusterRoleBinding(
        Kind.CLUSTER_ROLE_BINDING.apiVersion(),
        Kind.CLUSTER_ROLE_BINDING.kindName(),
        metadata,
        subjects,
        roleRef);
  }

  @Override
  public ClusterRoleBinding withMetadata(ObjectMeta other) {
    return new ClusterRoleBinding(apiVersion, kind, other, subjects, roleRef);
  }

  /** The same object with defaults where it said nothing. */
  public ClusterRoleBinding with(List<Subject> otherSubjects, RoleRef otherRole) {
    return new ClusterRoleBinding(apiVersion, kind, metadata, otherSubjects, otherRole);
  }
}
