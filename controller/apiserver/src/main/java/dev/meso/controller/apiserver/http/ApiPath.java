package dev.meso.controller.apiserver.http;

import dev.meso.api.kind.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a path names. Every kind is found where its row in {@link Kind} says. */
public sealed interface ApiPath {

  /** The objects of a kind, of one namespace or of all. */
  record Collection(Kind kind, @Nullable String namespace) implements ApiPath {}

  /** One object. */
  record Item(Kind kind, @Nullable String namespace, String name) implements ApiPath {}

  /** Something of one object, for instance {@code log}. */
  record Part(Kind kind, String namespace, String name, String part) implements ApiPath {}

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
    // /namespaces itself is a collection; /namespaces/NS/... leads into one.
    if (rest.getFirst().equals("namespaces") && rest.size() >= 3) {
      return kind(group, version, rest.get(2))
          .filter(Kind::namespaced)
          .flatMap(kind -> within(kind, rest.get(1), rest.subList(3, rest.size())));
    }
    return kind(group, version, rest.getFirst())
        .flatMap(
            kind ->
                switch (rest.size()) {
                  case 1 -> Optional.of(new Collection(kind, null));
                  case 2 ->
                      kind.namespaced()
                          ? Optional.empty()
                          : Optional.of(new Item(kind, null, rest.get(1)));
                  default -> Optional.empty();
                });
  }

  private static Optional<ApiPath> within(Kind kind, String namespace, List<String> rest) {
    return switch (rest.size()) {
      case 0 -> Optional.of(new Collection(kind, namespace));
      case 1 -> Optional.of(new Item(kind, namespace, rest.get(0)));
      case 2 -> Optional.of(new Part(kind, namespace, rest.get(0), rest.get(1)));
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> kind(String group, String version, String plural) {
    return Kind.ofPlural(plural)
        .filter(kind -> kind.group().equals(group) && kind.version().equals(version));
  }
}
