package dev.meso.api.kind;

import java.util.List;

/**
 * Some verbs on some resources, or on some pages that are no resources. In every list {@code *}
 * stands for all. Source: rbac.authorization.k8s.io/v1.
 *
 * @param verbs such as get, list, watch, create, update, patch, delete and deletecollection
 * @param apiGroups API groups of the resources; the empty string is the core group
 * @param resources plurals, perhaps with a subresource such as {@code apps/scale}; {@code
 *     &ast;/scale} is that subresource of every resource
 * @param resourceNames names of single objects; every object unless said
 * @param nonResourceURLs paths such as {@code /metrics}; one that ends with {@code *} stands for
 *     all that begin like it
 */
public record PolicyRule(
    List<String> verbs,
    List<String> apiGroups,
    List<String> resources,
    List<String> resourceNames,
    List<String> nonResourceURLs) {

  public PolicyRule {
    verbs = verbs == null ? List.of() : List.copyOf(verbs);
    apiGroups = apiGroups == null ? List.of() : List.copyOf(apiGroups);
    resources = resources == null ? List.of() : List.copyOf(resources);
    resourceNames = resourceNames == null ? List.of() : List.copyOf(resourceNames);
    nonResourceURLs = nonResourceURLs == null ? List.of() : List.copyOf(nonResourceURLs);
  }
}
