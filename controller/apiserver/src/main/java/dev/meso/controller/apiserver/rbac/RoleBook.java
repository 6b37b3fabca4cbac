package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.ClusterRoleBinding;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.kind.Role;
import dev.meso.api.kind.RoleBinding;
import dev.meso.api.kind.RoleRef;
import dev.meso.api.kind.Subject;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The roles and bindings of the cluster, by user and group. Made anew when one of them has changed,
 * so a question costs a few look-ups. Thread-safe; does not block.
 */
public final class RoleBook {
  private static final List<Kind> KINDS =
      List.of(Kind.ROLE, Kind.CLUSTER_ROLE, Kind.ROLE_BINDING, Kind.CLUSTER_ROLE_BINDING);

  private final ObjectView view;
  private volatile Index index = new Index(List.of(), Map.of(), Map.of());

  private record Index(
      List<Long> versions, Map<String, List<Grant>> users, Map<String, List<Grant>> groups) {}

  public RoleBook(ObjectView view) {
    this.view = view;
  }

  /** Whether somebody may do something, and why. */
  public Decision decide(Principal who, Attributes what) {
    if (who.master()) {
      return new Decision(true, "member of group " + Principal.MASTERS);
    }
    if (Rules.allow(always(who), what)) {
      return new Decision(true, "everybody may");
    }
    @Nullable String namespace = what instanceof Attributes.OnResource it ? it.namespace() : null;
    for (Grant grant : grants(who)) {
      if (grant.holdsIn(namespace) && Rules.allow(grant.rules(), what)) {
        return new Decision(true, grant.via());
      }
    }
    return new Decision(false, "no role that is bound to this user or his groups allows it");
  }

  /**
   * An answer.
   *
   * @param reason for people
   */
  public record Decision(boolean allowed, String reason) {}

  /**
   * For handlers whose request is about more than its URL says.
   *
   * @throws ApiError 403 unless somebody may do something
   */
  public void require(Principal who, Attributes what) {
    Decision decision = decide(who, what);
    if (!decision.allowed()) {
      throw Refusals.forbidden(who, what, decision.reason());
    }
  }

  /**
   * The rules that somebody has in a namespace, those that hold everywhere included.
   *
   * @param namespace null for those that hold everywhere alone
   */
  public List<PolicyRule> rules(Principal who, @Nullable String namespace) {
    List<PolicyRule> rules = new ArrayList<>(who.master() ? BuiltIn.EVERYTHING : always(who));
    grants(who).stream()
        .filter(grant -> grant.holdsIn(namespace))
        .forEach(grant -> rules.addAll(grant.rules()));
    return rules;
  }

  /** The rules of the role that a binding names; empty if there is none. */
  Optional<List<PolicyRule>> rulesOf(RoleRef role, @Nullable String namespace) {
    return role.kind().equals(Kind.ROLE.kindName())
        ? view.get(new ObjectRef(Kind.ROLE, namespace, role.name())).flatMap(RoleBook::rulesIn)
        : view.get(new ObjectRef(Kind.CLUSTER_ROLE, null, role.name())).flatMap(RoleBook::rulesIn);
  }

  private static Optional<List<PolicyRule>> rulesIn(StoredObject object) {
    return switch (object.object()) {
      case Role role -> Optional.of(role.rules());
      case ClusterRole role -> Optional.of(role.rules());
      default -> Optional.empty();
    };
  }

  private static List<PolicyRule> always(Principal who) {
    if (!who.groups().contains(Principal.AUTHENTICATED)) {
      return BuiltIn.FOR_ALL;
    }
    List<PolicyRule> rules = new ArrayList<>(BuiltIn.FOR_ALL);
    rules.addAll(BuiltIn.FOR_AUTHENTICATED);
    return rules;
  }

  private List<Grant> grants(Principal who) {
    Index current = current();
    List<Grant> grants = new ArrayList<>(current.users().getOrDefault(who.name(), List.of()));
    for (String group : who.groups()) {
      grants.addAll(current.groups().getOrDefault(group, List.of()));
    }
    return grants;
  }

  private Index current() {
    // Versions first: what changes meanwhile is seen by the next question.
    List<Long> versions = KINDS.stream().map(view::version).toList();
    Index known = index;
    if (known.versions().equals(versions)) {
      return known;
    }
    Map<String, List<Grant>> users = new HashMap<>();
    Map<String, List<Grant>> groups = new HashMap<>();
    for (StoredObject object : view.list(Kind.ROLE_BINDING, null).objects()) {
      if (object.object() instanceof RoleBinding binding) {
        String namespace = object.ref().namespace();
        put(binding.subjects(), binding.roleRef(), namespace, object.ref(), users, groups);
      }
    }
    for (StoredObject object : view.list(Kind.CLUSTER_ROLE_BINDING, null).objects()) {
      if (object.object() instanceof ClusterRoleBinding binding) {
        put(binding.subjects(), binding.roleRef(), null, object.ref(), users, groups);
      }
    }
    Index made = new Index(versions, users, groups);
    index = made;
    return made;
  }

  private void put(
      List<Subject> subjects,
      RoleRef role,
      @Nullable String namespace,
      ObjectRef binding,
      Map<String, List<Grant>> users,
      Map<String, List<Grant>> groups) {
    Optional<List<PolicyRule>> rules = rulesOf(role, namespace);
    if (rules.isEmpty()) {
      return;
    }
    Grant grant =
        new Grant(
            namespace,
            rules.get(),
            binding.kind().kindName()
                + " \""
                + (namespace == null ? "" : namespace + "/")
                + binding.name()
                + "\" of "
                + role.kind()
                + " \""
                + role.name()
                + "\"");
    for (Subject subject : subjects) {
      (subject.kind().equals(Subject.USER) ? users : groups)
          .computeIfAbsent(subject.name(), _ -> new ArrayList<>())
          .add(grant);
    }
  }
}
