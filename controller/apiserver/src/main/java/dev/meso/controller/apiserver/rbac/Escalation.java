package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.RoleRef;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody gives more than he has: whoever writes a role must have every right in it himself, or the
 * verb {@code escalate} on that role; whoever binds one likewise, or the verb {@code bind}.
 */
public final class Escalation {
  private final RoleBook book;

  public Escalation(RoleBook book) {
    this.book = book;
  }

  /**
   * Looks at an object that somebody is about to write.
   *
   * @throws ApiError 403 if it would give more than he has
   */
  public void check(Principal who, ApiObject after) {
    if (who.master()) {
      return;
    }
    @Nullable String namespace = after.metadata().namespace();
    String name = String.valueOf(after.metadata().name());
    switch (after) {
      case Role role -> role(who, Kind.ROLE, namespace, name, role.rules());
      case ClusterRole role -> role(who, Kind.CLUSTER_ROLE, null, name, role.rules());
      case RoleBinding binding ->
          binding(who, Kind.ROLE_BINDING, namespace, name, binding.roleRef());
      case ClusterRoleBinding binding ->
          binding(who, Kind.CLUSTER_ROLE_BINDING, null, name, binding.roleRef());
      default -> {
        // Gives no rights.
      }
    }
  }

  private void role(
      Principal who, Kind kind, @Nullable String namespace, String name, List<PolicyRule> rules) {
    if (!may(who, "escalate", kind, namespace, name)) {
      covered(who, kind, namespace, name, rules);
    }
  }

  private void binding(
      Principal who, Kind kind, @Nullable String namespace, String name, RoleRef role) {
    Kind roleKind = role.kind().equals(Kind.ROLE.kindName()) ? Kind.ROLE : Kind.CLUSTER_ROLE;
    if (may(who, "bind", roleKind, namespace, role.name())) {
      return;
    }
    List<PolicyRule> rules =
        book.rulesOf(role, namespace)
            .orElseThrow(
                () ->
                    forbidden(
                        kind,
                        name,
                        role.kind()
                            + " \""
                            + role.name()
                            + "\" does not exist, so nobody can tell whether you have its"
                            + " rights"));
    covered(who, kind, namespace, name, rules);
  }

  private boolean may(
      Principal who, String verb, Kind kind, @Nullable String namespace, String name) {
    return book.decide(
            who, new Attributes.OnResource(verb, kind.group(), kind.plural(), "", namespace, name))
        .allowed();
  }

  private void covered(
      Principal who, Kind kind, @Nullable String namespace, String name, List<PolicyRule> rules) {
    List<PolicyRule> owned = book.rules(who, namespace);
    for (int i = 0; i < rules.size(); i++) {
      if (!Rules.cover(owned, rules.get(i))) {
        throw forbidden(
            kind,
            name,
            "user \""
                + who.name()
                + "\" is attempting to grant rights that he does not have: rule "
                + i
                + " of the role, verbs "
                + rules.get(i).verbs()
                + (rules.get(i).nonResourceURLs().isEmpty()
                    ? " on " + rules.get(i).resources() + " of " + rules.get(i).apiGroups()
                    : " on " + rules.get(i).nonResourceURLs()));
      }
    }
  }

  private static ApiError forbidden(Kind kind, String name, String why) {
    return ApiError.of(
            Reason.FORBIDDEN, ApiError.resource(kind) + " \"" + name + "\" is forbidden: " + why)
        .about(kind, name);
  }
}
