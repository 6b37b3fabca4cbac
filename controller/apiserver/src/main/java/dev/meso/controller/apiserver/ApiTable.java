package dev.meso.controller.apiserver;

import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.http.ApiPath;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Lane;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.log.LogProxy;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.read.Watches;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.write.Writes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which method of which URL is answered by whom. */
final class ApiTable implements Endpoint.Table {
  private static final Set<Kind> EXPLAINED = Set.of(Kind.APP, Kind.JOB, Kind.TASK);

  private final Reads reads;
  private final Watches watches;
  private final Writes writes;
  private final LogProxy logs;
  private final Explanations explanations;
  private final Pages pages;

  ApiTable(
      Reads reads,
      Watches watches,
      Writes writes,
      LogProxy logs,
      Explanations explanations,
      Pages pages) {
    this.reads = reads;
    this.watches = watches;
    this.writes = writes;
    this.logs = logs;
    this.explanations = explanations;
    this.pages = pages;
  }

  @Override
  public Endpoint find(String method, List<String> path, Params query) {
    return switch (ApiPath.parse(path).orElse(null)) {
      case ApiPath.Page(String name) -> page(method, name);
      case ApiPath.Collection(Kind kind, String namespace) -> {
        names(namespace, null);
        yield collection(method, kind, namespace, query);
      }
      case ApiPath.Item(Kind kind, String namespace, String name) -> {
        names(namespace, name);
        yield item(method, new ObjectRef(kind, namespace, name));
      }
      case ApiPath.Part(Kind kind, String namespace, String name, String part) -> {
        names(namespace, name);
        yield part(method, new ObjectRef(kind, namespace, name), part, query);
      }
      case null -> nowhere();
    };
  }

  /** What can be no key can be no object: refused before anybody makes a key of it. */
  private static void names(@Nullable String namespace, @Nullable String name) {
    if (namespace != null && !Keyspace.ID.matcher(namespace).matches()) {
      throw ApiError.badRequest("Path: '" + namespace + "' is no name of a namespace");
    }
    if (name != null && !Keyspace.ID.matcher(name).matches()) {
      throw ApiError.badRequest("Path: '" + name + "' is no name of an object");
    }
  }

  private Endpoint collection(String method, Kind kind, @Nullable String namespace, Params query) {
    String resource = kind.plural();
    return switch (method) {
      case "GET" ->
          query.flag("watch")
              ? new Endpoint(
                  "watch", resource, Lane.STREAM, r -> watches.watch(kind, namespace, r.query()))
              : new Endpoint(
                  "list", resource, Lane.READ, r -> reads.list(kind, namespace, r.query()));
      case "POST" ->
          kind.namespaced() && namespace == null
              ? refused(method, resource, "POST goes to a namespace's " + resource)
              : new Endpoint(
                  "create", resource, Lane.WRITE, r -> writes.create(kind, namespace, r));
      default -> refused(method, resource, method + " is not served on a list of " + resource);
    };
  }

  private Endpoint item(String method, ObjectRef ref) {
    String resource = ref.kind().plural();
    return switch (method) {
      case "GET" ->
          new Endpoint(
              "get", resource, Lane.READ, r -> Reply.json(200, reads.get(ref, r.query()).json()));
      case "PUT" -> new Endpoint("update", resource, Lane.WRITE, r -> writes.replace(ref, r));
      case "PATCH" -> new Endpoint("patch", resource, Lane.WRITE, r -> writes.patch(ref, r));
      case "DELETE" -> new Endpoint("delete", resource, Lane.WRITE, r -> writes.delete(ref, r));
      default -> refused(method, resource, method + " is not served on one of " + resource);
    };
  }

  private Endpoint part(String method, ObjectRef ref, String part, Params query) {
    boolean log = part.equals("log") && ref.kind() == Kind.TASK;
    boolean explain = part.equals("explain") && EXPLAINED.contains(ref.kind());
    if (!log && !explain) {
      return nowhere();
    }
    String resource = ref.kind().plural() + "/" + part;
    if (!method.equals("GET")) {
      return refused(method, resource, method + " is not served on " + resource);
    }
    return log
        ? new Endpoint(
            "get",
            resource,
            query.flag("follow") ? Lane.STREAM : Lane.READ,
            r -> logs.log(ref, r.query()))
        : new Endpoint("get", resource, Lane.READ, r -> explanations.explain(ref, r.query()));
  }

  private Endpoint page(String method, String name) {
    return pages
        .find(name)
        .map(
            handler ->
                method.equals("GET")
                    ? new Endpoint("get", name, Lane.FREE, handler)
                    : refused(method, name, method + " is not served on /" + name))
        .orElseGet(ApiTable::nowhere);
  }

  private static Endpoint refused(String method, String resource, String why) {
    return new Endpoint(
        verb(method),
        resource,
        Lane.FREE,
        _ -> {
          throw ApiError.of(Reason.METHOD_NOT_ALLOWED, why);
        });
  }

  private static Endpoint nowhere() {
    return new Endpoint(
        "other",
        "none",
        Lane.FREE,
        r -> {
          throw ApiError.of(
              Reason.NOT_FOUND,
              "the server could not find the requested resource: /" + String.join("/", r.path()));
        });
  }

  private static String verb(String method) {
    return switch (method) {
      case "GET" -> "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> "other";
    };
  }
}
