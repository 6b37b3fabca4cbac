package dev.meso.controller.apiserver.discovery;

import dev.meso.api.kind.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A resource that is served, as clients are told of it. Most are kinds; some, such as reviews, only
 * have a name in the API.
 *
 * @param group empty for the core group
 * @param plural as it stands in URLs
 * @param singular as people write it
 * @param kind as it stands in objects
 * @param verbs what may be done with it, sorted
 */
public record ApiResource(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<Subresource> subresources) {

  public ApiResource {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    verbs = verbs.stream().sorted().toList();
    subresources = List.copyOf(subresources);
  }

  /**
   * Something of one object that has a URL of its own.
   *
   * @param name as it stands in URLs behind the object's name
   * @param group the group of what is exchanged there
   * @param version the version of what is exchanged there
   * @param kind the kind of what is exchanged there
   */
  public record Subresource(
      String name, String group, String version, String kind, List<String> verbs) {
    public Subresource {
      verbs = verbs.stream().sorted().toList();
    }
  }

  /** {@code group/version}, or the version alone for the core group. */
  public String groupVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Where its group and version are served, without a slash before it. */
  public String root() {
    return (group.isEmpty() ? "api/" : "apis/") + groupVersion();
  }

  /** The row of {@link Kind} that this is, if it is one. */
  public Optional<Kind> known() {
    return Kind.of(groupVersion(), kind);
  }

  /** The same resource with one more subresource. */
  public ApiResource with(Subresource subresource) {
    List<Subresource> more = new java.util.ArrayList<>(subresources);
    more.add(subresource);
    return new ApiResource(
        group, version, plural, singular, kind, namespaced, shortNames, categories, verbs, more);
  }
}
