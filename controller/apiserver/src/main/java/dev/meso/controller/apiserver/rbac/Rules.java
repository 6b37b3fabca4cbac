package dev.meso.controller.apiserver.rbac;

import dev.meso.api.kind.PolicyRule;
import java.util.List;

/** What rules allow, by the definition of rbac.authorization.k8s.io/v1. Pure. */
final class Rules {
  static final String ALL = "*";

  /** Combinations of one rule that are looked at when it is compared with others. */
  static final int COMBINATIONS_MAX = 1 << 16;

  private Rules() {}

  /** Whether one of these rules allows it. */
  static boolean allow(List<PolicyRule> rules, Attributes what) {
    for (PolicyRule rule : rules) {
      if (allows(rule, what)) {
        return true;
      }
    }
    return false;
  }

  static boolean allows(PolicyRule rule, Attributes what) {
    if (!has(rule.verbs(), what.verb())) {
      return false;
    }
    return switch (what) {
      case Attributes.OnPage page ->
          rule.nonResourceURLs().stream().anyMatch(url -> covers(url, page.path()));
      case Attributes.OnResource it ->
          has(rule.apiGroups(), it.group())
              && resource(rule.resources(), it.path(), it.subresource())
              && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(it.name()));
    };
  }

  private static boolean has(List<String> entries, String entry) {
    return entries.contains(ALL) || entries.contains(entry);
  }

  private static boolean resource(List<String> resources, String path, String subresource) {
    return has(resources, path)
        || (!subresource.isEmpty() && resources.contains("*/" + subresource));
  }

  private static boolean covers(String url, String path) {
    return url.endsWith(ALL)
        ? path.startsWith(url.substring(0, url.length() - 1))
        : url.equals(path);
  }

  /**
   * Whether whoever has {@code owned} has all that {@code rule} would give. Compares each
   * combination of the rule's entries; a rule with more than {@link #COMBINATIONS_MAX} is not
   * covered by anything.
   */
  static boolean cover(List<PolicyRule> owned, PolicyRule rule) {
    List<String> names = rule.resourceNames().isEmpty() ? List.of("") : rule.resourceNames();
    long combinations =
        (long) rule.verbs().size()
            * Math.max(rule.apiGroups().size(), 1)
            * Math.max(rule.resources().size(), 1)
            * names.size();
    if (combinations > COMBINATIONS_MAX) {
      return false;
    }
    for (String verb : rule.verbs()) {
      for (String url : rule.nonResourceURLs()) {
        // A wildcard is itself a path that only the same or a wider wildcard covers.
        if (!allow(owned, new Attributes.OnPage(verb, url))) {
          return false;
        }
      }
      for (String group : rule.apiGroups()) {
        for (String resource : rule.resources()) {
          for (String name : names) {
            if (!allow(owned, attributes(verb, group, resource, name))) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /**
   * A combination as a request. A star in it stands for itself, and an empty name for every name:
   * only rules with a star, or without names, allow that.
   */
  private static Attributes attributes(String verb, String group, String resource, String name) {
    int slash = resource.indexOf('/');
    return slash < 0
        ? new Attributes.OnResource(verb, group, resource, "", null, name)
        : new Attributes.OnResource(
            verb, group, resource.substring(0, slash), resource.substring(slash + 1), null, name);
  }
}
