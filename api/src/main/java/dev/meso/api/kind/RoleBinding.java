package dev.meso.api.kind;

import dev.meso.api.meta.ObjectMeta;
import java.util.List;

/**
 * Gives the rights of a role to users and groups, inside one namespace.
 *
 * @param subjects who is given them
 * @param roleRef the role whose rights they are; cannot be changed afterwards
 */
public record RoleBinding(
    String apiVersion, String kind, ObjectMeta metadata, List<Subject> subjects, RoleRef roleRef)
    implements ApiObject {

  public RoleBinding {
    subjects = subjects == null ? List.of() : List.copyOf(subjects);
  }

  /** An object of this kind. */
  public static RoleBinding of(ObjectMeta metadata, List<Subject> subjects, RoleRef roleRef) {
    return new RoleBinding(
        Kind.ROLE_BINDING.apiVersion(), Kind.ROLE_BINDING.kindName(), metadata, subjects, roleRef);
  }

  @Override
  public RoleBinding withMetadata(ObjectMeta other) {
    return new RoleBinding(apiVersion, kind, other, subjects, roleRef);
  }

  /** The same object with defaults where it said nothing. */
  public RoleBinding with(List<Subject> otherSubjects, RoleRef otherRole) {
    return new RoleBinding(apiVersion, kind, metadata, otherSubjects, otherRole);
  }
}
