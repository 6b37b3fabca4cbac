package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Resource;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.controller.apiserver.status.StatusBody;
import dev.meso.store.port.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers POST, PUT, PATCH and DELETE. Blocks; every write is one guarded transaction. */
public final class Writes {
  /** Objects that one request deletes. */
  private static final int COLLECTION_MAX = 5_000;

  private final Creates creates;
  private final Updates updates;
  private final Deletes deletes;
  private final Namespaces namespaces;
  private final Roles roles;
  private final Collector collector;

  public Writes(WriteContext context) {
    WriteLoop loop = new WriteLoop(context);
    this.creates = new Creates(context, loop);
    this.updates = new Updates(context, loop);
    this.deletes = new Deletes(context, loop);
    this.namespaces = new Namespaces(context, loop, creates, deletes);
    this.roles = new Roles(context, creates, updates);
    this.collector = new Collector(context, loop, deletes, namespaces);
  }

  /** POST to a collection: 201. */
  public Reply create(Kind kind, @Nullable String namespace, ApiRequest request)
      throws InterruptedException {
    boolean dryRun = dryRun(request);
    Bodies.Decoded body = Bodies.object(kind, request);
    StoredObject made = creates.create(request.who(), kind, namespace, body.object(), dryRun);
    return answer(201, dryRun ? withoutRevision(made) : made.json(), body.warnings());
  }

  /** PUT of an object: 200. */
  public Reply replace(ObjectRef ref, ApiRequest request) throws InterruptedException {
    boolean dryRun = dryRun(request);
    Bodies.Decoded body = Bodies.object(ref.kind(), request);
    ApiObject wanted = Metadata.addressed(ref, body.object());
    StoredObject made = updates.update(request.who(), ref, revision(wanted), dryRun, _ -> wanted);
    return answer(200, made.json(), body.warnings());
  }

  /** PATCH of an object: 200. */
  public Reply patch(ObjectRef ref, ApiRequest request) throws InterruptedException {
    boolean dryRun = dryRun(request);
    Patch patch = Bodies.patch(ref, request, false);
    String validation = request.query().text("fieldValidation").orElse("Strict");
    List<String> warnings = new ArrayList<>();
    StoredObject made =
        updates.update(
            request.who(),
            ref,
            patch.revision(),
            dryRun,
            current -> {
              Bodies.Decoded after =
                  Bodies.json(
                      ref.kind(),
                      patch.apply(Json.readTree(current.json())).toString(),
                      validation);
              warnings.clear();
              warnings.addAll(after.warnings());
              return Metadata.addressed(ref, after.object());
            });
    return answer(200, made.json(), warnings);
  }

  /** PATCH of a Node: what it says of its agent; {@code kubectl cordon} sends one. */
  public Reply patchNode(Resource resource, ObjectRef ref, ApiRequest request)
      throws InterruptedException {
    Patch patch = Bodies.patch(ref, request, true);
    StoredObject made =
        updates.update(
            request.who(),
            ref,
            patch.revision(),
            dryRun(request),
            current -> NodePatch.apply(current, resource, patch));
    return answer(200, resource.json(made), List.of());
  }

  /** PUT of a scale: 200. */
  public Reply scale(ObjectRef ref, ApiRequest request) throws InterruptedException {
    ObjectNode body = Bodies.options(request);
    return rescaled(ref, request, Scales.revision(body), _ -> body);
  }

  /** PATCH of a scale: 200. */
  public Reply patchScale(ObjectRef ref, ApiRequest request) throws InterruptedException {
    Patch patch = Bodies.patch(ref, request, false);
    return rescaled(ref, request, patch.revision(), current -> patch.apply(Scales.of(current)));
  }

  private Reply rescaled(
      ObjectRef ref,
      ApiRequest request,
      Optional<String> revision,
      Function<StoredObject, ObjectNode> wanted)
      throws InterruptedException {
    StoredObject made =
        updates.update(
            request.who(),
            ref,
            revision,
            dryRun(request),
            current -> Scales.apply(current, wanted.apply(current)));
    return answer(200, Scales.of(made).toString(), List.of());
  }

  /** DELETE of an object: 200 with the object while it ends, or with a Status when it is gone. */
  public Reply delete(Resource resource, ObjectRef ref, ApiRequest request)
      throws InterruptedException {
    DeleteOptions options = DeleteOptions.of(Bodies.options(request), request.query());
    if (ref.kind() == Kind.NAMESPACE) {
      Namespaces.Ended ended = namespaces.delete(ref, options);
      return Reply.json(
          200,
          ended.gone()
              ? StatusBody.deleted(ref.kind(), ref.name(), ended.last().uid())
              : resource.json(ended.last()));
    }
    StoredObject last =
        resource.projected() && ref.kind() == Kind.TASK
            ? deletes.deletePod(ref, options)
            : deletes.delete(ref, options);
    return Reply.json(
        200,
        Deletes.gone(last, options)
            ? StatusBody.deleted(ref.kind(), ref.name(), last.uid())
            : resource.json(last));
  }

  /**
   * DELETE of a collection: the objects as they end, in their order. Each is deleted as it would be
   * alone; the first that may not be ends the request.
   *
   * @param chosen as they were listed; one that was made anew under its name since is left alone
   */
  public List<StoredObject> deleteAll(List<StoredObject> chosen, ApiRequest request)
      throws InterruptedException {
    DeleteOptions options = DeleteOptions.of(Bodies.options(request), request.query());
    if (chosen.size() > COLLECTION_MAX) {
      throw ApiError.of(
          Reason.TOO_LARGE,
          "Deleting a collection: expected at most "
              + COLLECTION_MAX
              + " objects in one request, found "
              + chosen.size()
              + "; nothing was deleted: choose fewer, or say limit="
              + COLLECTION_MAX
              + " and ask again until there are none");
    }
    List<StoredObject> ended = new ArrayList<>();
    for (StoredObject object : chosen) {
      try {
        ended.add(deletes.delete(object.ref(), options, current -> same(object, current)));
      } catch (ApiError e) {
        if (e.reason() != Reason.NOT_FOUND) {
          throw e;
        }
      }
    }
    return ended;
  }

  private static List<Txn.Guard> same(StoredObject listed, StoredObject current) {
    if (!current.uid().equals(listed.uid())) {
      throw ApiError.notFound(listed.ref().kind(), listed.ref().name());
    }
    return List.of();
  }

  /**
   * POST of an eviction: 201. Nothing limits how many tasks may be away at once yet, so it is a
   * deletion.
   */
  public Reply evict(ObjectRef ref, ApiRequest request) throws InterruptedException {
    ObjectNode body = Bodies.options(request);
    ObjectNode given =
        body.get("deleteOptions") instanceof ObjectNode options ? options : body.objectNode();
    StoredObject _ = deletes.deletePod(ref, DeleteOptions.of(given, request.query()));
    return Reply.json(201, StatusBody.done());
  }

  /** Creates namespace {@code default} unless it is there; until then, or interruption. */
  public void ensureDefaultNamespace() throws InterruptedException {
    namespaces.ensureDefault();
  }

  /** Brings the ClusterRoles that are there from the start up to date. */
  public void ensureRoles() throws InterruptedException {
    roles.ensure();
  }

  /** Ends namespaces that were deleted, with what is in them; until interruption. */
  public void endNamespaces() throws InterruptedException {
    namespaces.endMarked();
  }

  /** Deletes what belongs to objects that are gone; until interruption. */
  public void collect() throws InterruptedException {
    collector.run();
  }

  private static boolean dryRun(ApiRequest request) {
    return DeleteOptions.dryRun(request.query().all("dryRun"));
  }

  private static Optional<String> revision(ApiObject object) {
    return Optional.ofNullable(object.metadata().resourceVersion()).filter(r -> !r.isEmpty());
  }

  private static String withoutRevision(StoredObject object) {
    ObjectMeta metadata = object.object().metadata().toBuilder().resourceVersion(null).build();
    return Json.write(object.object().withMetadata(metadata));
  }

  private static Reply answer(int code, String body, List<String> warnings) {
    return new Reply.Whole(code, Reply.JSON, body, warnings, List.of());
  }
}
