package dev.meso.controller.apiserver.rbac;

import dev.meso.controller.apiserver.http.Params;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, as far as rights are concerned. Made from the URL alone, for paths that
 * nobody serves too: who may not look learns nothing of what there is.
 */
public sealed interface Attributes {

  /** Parts of a namespace itself; anything else behind its name is a resource inside it. */
  Set<String> PARTS_OF_NAMESPACES = Set.of("status", "finalize");

  String NAMESPACES = "namespaces";

  /** What is done, such as get or create. */
  String verb();

  /**
   * Something is done with objects.
   *
   * @param group empty for the core group
   * @param resource a plural
   * @param subresource empty if it is about the objects themselves
   * @param namespace null for objects of no namespace, and for those of all together
   * @param name empty if it is not about a single object
   */
  record OnResource(
      String verb,
      String group,
      String resource,
      String subresource,
      @Nullable String namespace,
      String name)
      implements Attributes {

    /** As rules name it: {@code apps}, {@code apps/scale}. */
    public String path() {
      return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
  }

  /** A page is asked for that is no resource. */
  record OnPage(String verb, String path) implements Attributes {}

  /**
   * What a request is about.
   *
   * @param path the decoded segments of its path
   */
  static Attributes of(String method, List<String> path, Params query) {
    boolean core = path.size() >= 3 && path.getFirst().equals("api");
    boolean grouped = path.size() >= 4 && path.getFirst().equals("apis");
    if (!core && !grouped) {
      return new OnPage(method.toLowerCase(Locale.ROOT), "/" + String.join("/", path));
    }
    String group = core ? "" : path.get(1);
    List<String> rest = path.subList(core ? 2 : 3, path.size());
    String namespace = null;
    if (rest.getFirst().equals(NAMESPACES) && rest.size() >= 2) {
      namespace = rest.get(1);
      if (rest.size() >= 3 && !PARTS_OF_NAMESPACES.contains(rest.get(2))) {
        rest = rest.subList(2, rest.size());
      }
    }
    String name = rest.size() >= 2 ? rest.get(1) : "";
    String subresource = String.join("/", rest.subList(Math.min(2, rest.size()), rest.size()));
    return new OnResource(
        verb(method, name, query),
        group,
        rest.getFirst(),
        subresource,
        namespace,
        name.isEmpty() ? selected(method, query).orElse("") : name);
  }

  private static String verb(String method, String name, Params query) {
    return switch (method) {
      case "GET", "HEAD" -> {
        if (!name.isEmpty()) {
          yield "get";
        }
        yield query.flag("watch") ? "watch" : "list";
      }
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> method.toLowerCase(Locale.ROOT);
    };
  }

  /** A list or watch of the one object of a name is about that object. */
  private static Optional<String> selected(String method, Params query) {
    String start = "metadata.name=";
    return query
        .text("fieldSelector")
        .filter(_ -> method.equals("GET"))
        .filter(s -> s.startsWith(start) && s.indexOf(',') < 0)
        .map(s -> s.substring(s.startsWith(start + "=") ? start.length() + 1 : start.length()));
  }
}
