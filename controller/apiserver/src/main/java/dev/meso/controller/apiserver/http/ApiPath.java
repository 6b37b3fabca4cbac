package dev.meso.controller.apiserver.http;

import dev.meso.controller.apiserver.resource.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a path names. Every kind is found where its row in {@code Kind} says. */
public sealed interface ApiPath {

  String EVENTS = "events";

  /** The objects of a resource, of one namespace or of all. */
  record Collection(Resource resource, @Nullable String namespace) implements ApiPath {}

  /** One object. */
  record Item(Resource resource, @Nullable String namespace, String name) implements ApiPath {}

  /** Something of one object, for instance {@code log}. */
  record Part(Resource resource, @Nullable String namespace, String name, String part)
      implements ApiPath {}

  /** What happened, in one namespace or in all. */
  record Events(@Nullable String namespace) implements ApiPath {}

  /** A page that belongs to no object, for instance {@code healthz}. */
  record Page(String name) implements ApiPath {}

  /** Reads the decoded segments of a path; empty if they name nothing. */
  static Optional<ApiPath> parse(List<String> path) {
    if (path.size() == 1) {
      return Optional.of(new Page(path.getFirst()));
    }
    if (path.size() >= 3 && path.get(0).equals("api")) {
      return in("", path.get(1), path.subList(2, path.size()));
    }
    if (path.size() >= 4 && path.get(0).equals("apis")) {
      return in(path.get(1), path.get(2), path.subList(3, path.size()));
    }
    return Optional.empty();
  }

  private static Optional<ApiPath> in(String group, String version, List<String> rest) {
    if (group.isEmpty() && version.equals("v1") && rest.getLast().equals(EVENTS)) {
      if (rest.size() == 1) {
        return Optional.of(new Events(null));
      }
      if (rest.size() == 3 && rest.getFirst().equals("namespaces")) {
        return Optional.of(new Events(rest.get(1)));
      }
    }
    // /namespaces/NS/apps/... leads into a namespace; /namespaces/NS and its parts are of itself.
    if (rest.getFirst().equals("namespaces") && rest.size() >= 3) {
      Optional<ApiPath> within =
          Resource.find(group, version, rest.get(2))
              .filter(Resource::namespaced)
              .flatMap(found -> at(found, rest.get(1), rest.subList(3, rest.size())));
      if (within.isPresent()) {
        return within;
      }
    }
    return Resource.find(group, version, rest.getFirst())
        .flatMap(
            found ->
                rest.size() == 1
                    ? Optional.of(new Collection(found, null))
                    : found.namespaced()
                        ? Optional.empty()
                        : at(found, null, rest.subList(1, rest.size())));
  }

  private static Optional<ApiPath> at(
      Resource resource, @Nullable String namespace, List<String> rest) {
    return switch (rest.size()) {
      case 0 -> Optional.of(new Collection(resource, namespace));
      case 1 -> Optional.of(new Item(resource, namespace, rest.get(0)));
      case 2 -> Optional.of(new Part(resource, namespace, rest.get(0), rest.get(1)));
      default -> Optional.empty();
    };
  }
}
