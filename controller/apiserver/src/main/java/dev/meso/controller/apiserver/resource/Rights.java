package dev.meso.controller.apiserver.resource;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.RoleRef;
import dev.meso.api.kind.Subject;
import java.util.List;
import java.util.stream.Collectors;

/** What tables say of bindings. */
final class Rights {
  private Rights() {}

  /** The role of a binding, as {@code kind/name}. */
  static String role(ApiObject binding) {
    return switch (binding) {
      case RoleBinding it -> text(it.roleRef());
      case ClusterRoleBinding it -> text(it.roleRef());
      default -> "";
    };
  }

  /** The subjects of one kind. */
  static String named(ApiObject binding, String kind) {
    List<Subject> subjects =
        switch (binding) {
          case RoleBinding it -> it.subjects();
          case ClusterRoleBinding it -> it.subjects();
          default -> List.of();
        };
    return subjects.stream()
        .filter(subject -> subject.kind().equals(kind))
        .map(Subject::name)
        .collect(Collectors.joining(", "));
  }

  private static String text(RoleRef role) {
    return role.kind() + "/" + role.name();
  }
}
