package dev.meso.api.validation;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import dev.meso.api.kind.PolicyRule;
import dev.meso.api.kind.RoleRef;
import dev.meso.api.kind.Subject;
import dev.meso.api.meta.NameSyntax;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules for roles and their bindings. */
final class RightsRules {
  static final List<String> CLUSTER_ROLES = List.of(Kind.CLUSTER_ROLE.kindName());
  static final List<String> ROLES = List.of(Kind.CLUSTER_ROLE.kindName(), Kind.ROLE.kindName());

  private static final String SERVICE_ACCOUNT = "ServiceAccount";
  private static final String ALL = "*";

  private RightsRules() {}

  /**
   * The rules of a role.
   *
   * @param pages whether it may speak of pages that are no resources
   */
  static void check(List<PolicyRule> rules, boolean pages, Checks checks) {
    checks.count("rules", rules.size(), Limits.POLICY_RULES_MAX);
    for (int i = 0; i < rules.size() && i < Limits.POLICY_RULES_MAX; i++) {
      check("rules[" + i + "]", rules.get(i), pages, checks);
    }
  }

  private static void check(String path, PolicyRule rule, boolean pages, Checks checks) {
    entries(path + ".verbs", rule.verbs(), false, checks);
    entries(path + ".apiGroups", rule.apiGroups(), true, checks);
    entries(path + ".resources", rule.resources(), false, checks);
    entries(path + ".resourceNames", rule.resourceNames(), false, checks);
    entries(path + ".nonResourceURLs", rule.nonResourceURLs(), false, checks);
    required(path + ".verbs", rule.verbs(), checks);
    if (rule.nonResourceURLs().isEmpty()) {
      required(path + ".apiGroups", rule.apiGroups(), checks);
      required(path + ".resources", rule.resources(), checks);
      return;
    }
    if (!pages) {
      checks.add(
          path + ".nonResourceURLs", "expected nothing: a Role is about objects of its namespace");
    }
    if (!rule.apiGroups().isEmpty()
        || !rule.resources().isEmpty()
        || !rule.resourceNames().isEmpty()) {
      checks.add(path, "expected either resources or nonResourceURLs, found both");
    }
    for (int i = 0; i < rule.nonResourceURLs().size(); i++) {
      checks.add(path + ".nonResourceURLs[" + i + "]", page(rule.nonResourceURLs().get(i)));
    }
  }

  private static Optional<String> page(String url) {
    int star = url.indexOf(ALL);
    boolean whole = url.equals(ALL) || url.startsWith("/");
    return whole && (star < 0 || star == url.length() - 1)
        ? Optional.empty()
        : Optional.of(
            "expected a path such as /metrics, or one that ends with *, found '"
                + Checks.clip(url)
                + "'");
  }

  private static void required(String path, List<String> entries, Checks checks) {
    if (entries.isEmpty()) {
      checks.add(path, "required: expected at least one entry, found none");
    }
  }

  private static void entries(String path, List<String> entries, boolean empty, Checks checks) {
    checks.count(path, entries.size(), Limits.POLICY_RULE_ENTRIES_MAX);
    for (int i = 0; i < entries.size() && i < Limits.POLICY_RULE_ENTRIES_MAX; i++) {
      if (!entries.get(i).isEmpty() || !empty) {
        name(path + "[" + i + "]", entries.get(i), checks);
      }
    }
  }

  /** Who is given which role. */
  static void check(List<Subject> subjects, RoleRef role, List<String> roles, Checks checks) {
    checks.count("subjects", subjects.size(), Limits.SUBJECTS_MAX);
    for (int i = 0; i < subjects.size() && i < Limits.SUBJECTS_MAX; i++) {
      String path = "subjects[" + i + "]";
      Subject subject = subjects.get(i);
      if (subject.kind().equals(SERVICE_ACCOUNT)) {
        checks.add(
            path + ".kind",
            "expected User or Group, found ServiceAccount: there are none here; programs show a"
                + " certificate or a token and are users too");
      } else {
        checks.oneOf(path + ".kind", subject.kind(), List.of(Subject.USER, Subject.GROUP));
      }
      group(path + ".apiGroup", subject.apiGroup(), checks);
      name(path + ".name", subject.name(), checks);
    }
    group("roleRef.apiGroup", role.apiGroup(), checks);
    checks.oneOf("roleRef.kind", role.kind(), roles);
    checks.add(
        "roleRef.name", NameSyntax.problemOfDnsName(role.name(), Limits.ROLE_NAME_LENGTH_MAX));
  }

  private static void group(String path, @Nullable String group, Checks checks) {
    checks.oneOf(path, group, List.of(Kind.RBAC));
  }

  private static void name(String path, String name, Checks checks) {
    if (name.isEmpty() || name.length() > Limits.SUBJECT_LENGTH_MAX) {
      checks.add(
          path,
          "expected 1 to " + Limits.SUBJECT_LENGTH_MAX + " characters, found " + name.length());
    }
  }
}
