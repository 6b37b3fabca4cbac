package dev.meso.controller.apiserver;

import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.discovery.DiscoveryPages;
import dev.meso.controller.apiserver.http.ApiPath;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Endpoint;
import dev.meso.controller.apiserver.http.Lane;
import dev.meso.controller.apiserver.http.Params;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.log.LogProxy;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.plan.Plans;
import dev.meso.controller.apiserver.plan.Snapshots;
import dev.meso.controller.apiserver.rbac.SelfReviews;
import dev.meso.controller.apiserver.read.Events;
import dev.meso.controller.apiserver.read.Reads;
import dev.meso.controller.apiserver.read.Watches;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.usage.MetricsApi;
import dev.meso.controller.apiserver.write.Scales;
import dev.meso.controller.apiserver.write.Writes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which method of which URL is answered by whom. */
final class ApiTable implements Endpoint.Table {
  private static final Set<Kind> EXPLAINED = Set.of(Kind.APP, Kind.JOB, Kind.TASK);

  /** Too much hangs on a namespace, and an Agent goes when its machine does. */
  private static final Set<Kind> DELETED_ONE_BY_ONE = Set.of(Kind.NAMESPACE, Kind.AGENT);

  private final Reads reads;
  private final Watches watches;
  private final Writes writes;
  private final LogProxy logs;
  private final Explanations explanations;
  private final Plans plans;
  private final Snapshots snapshots;
  private final Pages pages;
  private final Events events;
  private final DiscoveryPages discovery;
  private final SelfReviews reviews;
  private final MetricsApi metrics;

  ApiTable(
      Reads reads,
      Watches watches,
      Writes writes,
      LogProxy logs,
      Explanations explanations,
      Plans plans,
      Snapshots snapshots,
      Pages pages,
      Events events,
      DiscoveryPages discovery,
      SelfReviews reviews,
      MetricsApi metrics) {
    this.reads = reads;
    this.watches = watches;
    this.writes = writes;
    this.logs = logs;
    this.explanations = explanations;
    this.plans = plans;
    this.snapshots = snapshots;
    this.pages = pages;
    this.events = events;
    this.discovery = discovery;
    this.reviews = reviews;
    this.metrics = metrics;
  }

  @Override
  public Endpoint find(String method, List<String> path, Params query) {
    Optional<Endpoint> review = reviews.find(method, path);
    if (review.isPresent()) {
      return review.get();
    }
    Optional<Endpoint> usage = metrics.find(method, path);
    if (usage.isPresent()) {
      return usage.get();
    }
    Optional<Endpoint.Handler> found = discovery.find(path);
    if (found.isPresent()) {
      return method.equals("GET")
          ? new Endpoint("get", "discovery", Lane.FREE, found.get())
          : refused(method, "discovery", method + " is not served on /" + String.join("/", path));
    }
    Optional<String> planned = Plans.namespace(path);
    if (planned.isPresent()) {
      String namespace = planned.get();
      names(namespace.isEmpty() ? null : namespace, null);
      return method.equals("POST")
          ? new Endpoint("create", Plans.PLURAL, Lane.READ, r -> plans.create(namespace, r))
          : refused(method, Plans.PLURAL, "A plan is made by POST and is not kept");
    }
    if (Snapshots.here(path)) {
      return method.equals("GET")
          ? new Endpoint("get", Snapshots.PLURAL, Lane.STREAM, _ -> snapshots.latest())
          : refused(method, Snapshots.PLURAL, "The latest snapshot can be read and nothing else");
    }
    return switch (ApiPath.parse(path).orElse(null)) {
      case ApiPath.Events(String namespace) -> {
        names(namespace, null);
        yield events(method, namespace, query);
      }
      case ApiPath.Page(String name) -> page(method, name);
      case ApiPath.Collection(Resource resource, String namespace) -> {
        names(namespace, null);
        yield collection(method, resource, namespace, query);
      }
      case ApiPath.Item(Resource resource, String namespace, String name) -> {
        names(namespace, name);
        yield item(method, resource, new ObjectRef(resource.source(), namespace, name));
      }
      case ApiPath.Part(Resource resource, String namespace, String name, String part) -> {
        names(namespace, name);
        yield part(
            method, resource, new ObjectRef(resource.source(), namespace, name), part, query);
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

  private Endpoint collection(
      String method, Resource resource, @Nullable String namespace, Params query) {
    String name = resource.plural();
    return switch (method) {
      case "GET" ->
          query.flag("watch")
              ? new Endpoint(
                  Endpoint.WATCH, name, Lane.STREAM, r -> watches.watch(resource, namespace, r))
              : new Endpoint("list", name, Lane.READ, r -> reads.list(resource, namespace, r));
      case "POST" -> {
        if (resource.projected()) {
          yield projected(method, resource);
        }
        yield resource.namespaced() && namespace == null
            ? refused(method, name, "POST goes to a namespace's " + name)
            : new Endpoint(
                "create", name, Lane.WRITE, r -> writes.create(resource.source(), namespace, r));
      }
      case "DELETE" -> {
        if (DELETED_ONE_BY_ONE.contains(resource.source())) {
          yield refused(method, name, name + " are deleted one by one");
        }
        yield resource.namespaced() && namespace == null
            ? refused(method, name, "DELETE of a list goes to a namespace's " + name)
            : new Endpoint(
                "deletecollection", name, Lane.WRITE, r -> deleteAll(resource, namespace, r));
      }
      default -> refused(method, name, method + " is not served on a list of " + name);
    };
  }

  private Reply deleteAll(Resource resource, @Nullable String namespace, ApiRequest request)
      throws InterruptedException {
    Reads.Page chosen = reads.page(resource, namespace, request.query());
    return reads.answer(resource, chosen.of(writes.deleteAll(chosen.objects(), request)), request);
  }

  private Endpoint item(String method, Resource resource, ObjectRef ref) {
    String name = resource.plural();
    boolean node = resource.projected() && ref.kind() == Kind.AGENT;
    boolean pod = resource.projected() && ref.kind() == Kind.TASK;
    return switch (method) {
      case "GET" -> new Endpoint("get", name, Lane.READ, r -> reads.get(resource, ref, r));
      case "PUT" ->
          resource.projected()
              ? projected(method, resource)
              : new Endpoint("update", name, Lane.WRITE, r -> writes.replace(ref, r));
      case "PATCH" ->
          pod
              ? projected(method, resource)
              : new Endpoint(
                  "patch",
                  name,
                  Lane.WRITE,
                  node ? r -> writes.patchNode(resource, ref, r) : r -> writes.patch(ref, r));
      case "DELETE" ->
          node
              ? projected(method, resource)
              : new Endpoint("delete", name, Lane.WRITE, r -> writes.delete(resource, ref, r));
      default -> refused(method, name, method + " is not served on one of " + name);
    };
  }

  private Endpoint part(
      String method, Resource resource, ObjectRef ref, String part, Params query) {
    String name = resource.plural() + "/" + part;
    Kind kind = ref.kind();
    boolean explained = EXPLAINED.contains(kind) && !resource.projected();
    return switch (part) {
      case String p when p.equals("log") && kind == Kind.TASK ->
          method.equals("GET")
              ? new Endpoint(
                  "get",
                  name,
                  query.flag("follow") ? Lane.STREAM : Lane.READ,
                  r -> logs.log(ref, r.query()))
              : refused(method, name, method + " is not served on " + name);
      case String p when p.equals("explain") && explained ->
          method.equals("GET")
              ? new Endpoint("get", name, Lane.READ, r -> explanations.explain(ref, r.query()))
              : refused(method, name, method + " is not served on " + name);
      case String p when p.equals("eviction") && kind == Kind.TASK && resource.projected() ->
          method.equals("POST")
              ? new Endpoint("create", name, Lane.WRITE, r -> writes.evict(ref, r))
              : refused(method, name, "Evictions are asked for by POST");
      case "status" ->
          method.equals("GET")
              ? new Endpoint("get", name, Lane.READ, r -> reads.get(resource, ref, r))
              : refused(
                  method, name, "The status of " + resource.plural() + " is written by the leader");
      case String p when p.equals("scale") && kind == Kind.APP && !resource.projected() ->
          scale(method, name, ref);
      default -> nowhere();
    };
  }

  private Endpoint scale(String method, String name, ObjectRef ref) {
    return switch (method) {
      case "GET" ->
          new Endpoint(
              "get",
              name,
              Lane.READ,
              r -> Reply.json(200, Scales.of(reads.get(ref, r.query())).toString()));
      case "PUT" -> new Endpoint("update", name, Lane.WRITE, r -> writes.scale(ref, r));
      case "PATCH" -> new Endpoint("patch", name, Lane.WRITE, r -> writes.patchScale(ref, r));
      default -> refused(method, name, method + " is not served on " + name);
    };
  }

  private static Endpoint projected(String method, Resource resource) {
    return refused(
        method,
        resource.plural(),
        resource.plural()
            + " are "
            + resource.source().plural()
            + " in another shape and cannot be written: change the "
            + resource.source().singular()
            + ", or what owns it");
  }

  private Endpoint events(String method, @Nullable String namespace, Params query) {
    if (!method.equals("GET")) {
      return refused(
          method, "events", "Events follow from the status of objects and cannot be written");
    }
    if (query.flag("watch")) {
      return new Endpoint(Endpoint.WATCH, "events", Lane.STREAM, r -> events.watch(namespace, r));
    }
    return new Endpoint("list", "events", Lane.READ, r -> events.list(namespace, r));
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
