package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.http.Reply;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.StatusBody;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers POST, PUT, PATCH and DELETE. Blocks; every write is one guarded transaction. */
public final class Writes {
  private final Creates creates;
  private final Updates updates;
  private final Deletes deletes;
  private final Namespaces namespaces;

  public Writes(WriteContext context) {
    WriteLoop loop = new WriteLoop(context);
    this.creates = new Creates(context, loop);
    this.updates = new Updates(context, loop);
    this.deletes = new Deletes(context, loop);
    this.namespaces = new Namespaces(context, loop, creates);
  }

  /** POST to a collection: 201. */
  public Reply create(Kind kind, @Nullable String namespace, ApiRequest request)
      throws InterruptedException {
    boolean dryRun = dryRun(request);
    Bodies.Decoded body = Bodies.object(kind, request);
    StoredObject made = creates.create(kind, namespace, body.object(), dryRun);
    return answer(201, dryRun ? withoutRevision(made) : made.json(), body.warnings());
  }

  /** PUT of an object: 200. */
  public Reply replace(ObjectRef ref, ApiRequest request) throws InterruptedException {
    boolean dryRun = dryRun(request);
    Bodies.Decoded body = Bodies.object(ref.kind(), request);
    ApiObject wanted = Metadata.addressed(ref, body.object());
    StoredObject made = updates.update(ref, revision(wanted), dryRun, _ -> wanted);
    return answer(200, made.json(), body.warnings());
  }

  /** PATCH of an object: 200. */
  public Reply patch(ObjectRef ref, ApiRequest request) throws InterruptedException {
    boolean dryRun = dryRun(request);
    ObjectNode patch = Bodies.patch(request);
    String validation = request.query().text("fieldValidation").orElse("Strict");
    Optional<String> expected =
        patch.get("metadata") instanceof ObjectNode metadata
                && metadata.get("resourceVersion") != null
                && metadata.get("resourceVersion").isString()
            ? Optional.of(metadata.get("resourceVersion").asString()).filter(r -> !r.isEmpty())
            : Optional.empty();
    StoredObject made =
        updates.update(ref, expected, dryRun, current -> patched(ref, current, patch, validation));
    return answer(200, made.json(), List.of());
  }

  private static ApiObject patched(
      ObjectRef ref, StoredObject current, ObjectNode patch, String validation) {
    ObjectNode merged = MergePatch.apply(Json.readTree(current.json()), patch);
    return Metadata.addressed(ref, Bodies.json(ref.kind(), merged.toString(), validation).object());
  }

  /** DELETE of an object: 200 with the object while it ends, or with a Status when it is gone. */
  public Reply delete(ObjectRef ref, ApiRequest request) throws InterruptedException {
    DeleteOptions options = DeleteOptions.of(Bodies.options(request), request.query());
    if (ref.kind() == Kind.NAMESPACE) {
      StoredObject gone = namespaces.delete(ref, options);
      return Reply.json(200, StatusBody.deleted(ref.kind(), ref.name(), gone.uid()));
    }
    return Reply.json(200, deletes.delete(ref, options).json());
  }

  /** Creates namespace {@code default} unless it is there; until then, or interruption. */
  public void ensureDefaultNamespace() throws InterruptedException {
    namespaces.ensureDefault();
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
