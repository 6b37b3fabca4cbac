package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.OwnedTasks;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Cause;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates objects: both keys must be absent, the namespace present and not terminating, at the
 * moment of the commit.
 */
final class Creates {

  /** Names that are tried for a generateName. */
  private static final int GENERATED_NAMES_MAX = 8;

  private static final int SUFFIX_LENGTH = 5;

  /** Tasks that a message names. */
  private static final int NAMES_MAX = 5;

  private final WriteContext context;
  private final WriteLoop loop;

  Creates(WriteContext context, WriteLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  StoredObject create(
      Principal who, Kind kind, @Nullable String namespace, ApiObject body, boolean dryRun)
      throws InterruptedException {
    ObjectMeta sent = body.metadata();
    if (sent.resourceVersion() != null && !sent.resourceVersion().isEmpty()) {
      throw ApiError.badRequest("resourceVersion should not be set on objects to be created");
    }
    Metadata.same("metadata.namespace", namespace == null ? "" : namespace, sent.namespace());
    boolean generated = sent.name() == null || sent.name().isEmpty();
    for (int attempt = 1; ; attempt++) {
      String name = generated ? generatedName(kind, sent) : sent.requireName();
      ApiObject whole = prepared(namespace, name, body);
      context.permit(who, whole);
      ObjectRef ref = new ObjectRef(kind, namespace, name);
      try {
        return loop.write(ref, dryRun, slot -> propose(slot, whole, _ -> false));
      } catch (ApiError e) {
        if (!generated || e.reason() != Reason.ALREADY_EXISTS || attempt >= GENERATED_NAMES_MAX) {
          throw e;
        }
      }
    }
  }

  private String generatedName(Kind kind, ObjectMeta sent) {
    if (sent.generateName() == null || sent.generateName().isEmpty()) {
      throw ApiError.invalid(
          kind,
          null,
          List.of(
              new FieldError("metadata.name", "expected a name or a generateName, found none")));
    }
    String suffix = context.uids().get().replace("-", "").substring(0, SUFFIX_LENGTH);
    return sent.generateName() + suffix;
  }

  /** The object as it would be stored: whole, and checked. */
  ApiObject prepared(@Nullable String namespace, String name, ApiObject body) {
    ObjectMeta metadata =
        new ObjectMeta.Builder()
            .name(name)
            .generateName(body.metadata().generateName())
            .namespace(namespace)
            .uid(context.uids().get())
            .generation(1L)
            .creationTimestamp(context.seconds())
            .labels(body.metadata().labels())
            .annotations(body.metadata().annotations())
            .ownerReferences(body.metadata().ownerReferences())
            .finalizers(Metadata.finalizers(body.metadata()))
            .build();
    return Metadata.valid(Specs.stripped(body.withMetadata(metadata)));
  }

  /**
   * The write that makes the object, if it may be made.
   *
   * @param coming namespaces that count as present
   */
  Proposal propose(Slot slot, ApiObject whole, Predicate<String> coming) {
    ObjectRef ref = slot.ref();
    if (slot.spec() != null || slot.status() != null) {
      throw exists(slot);
    }
    if (ref.kind() == Kind.AGENT) {
      throw ApiError.of(
              Reason.METHOD_NOT_ALLOWED,
              "Agents register themselves; PUT or PATCH sets what admins say about one that has")
          .about(ref.kind(), ref.name());
    }
    List<Txn.Guard> guards = new ArrayList<>();
    guards.add(Txn.Guard.absent(context.keyspace().text(ref.spec())));
    guards.add(Txn.Guard.absent(context.keyspace().text(ref.status())));
    if (ref.namespace() != null && !coming.test(ref.namespace())) {
      guards.add(openNamespace(ref, ref.namespace()));
    }
    return new Proposal.Change(Json.write(whole), guards);
  }

  private Txn.Guard openNamespace(ObjectRef ref, String name) {
    ObjectRef namespace = new ObjectRef(Kind.NAMESPACE, null, name);
    Slot slot = context.view().slot(namespace);
    StoredObject object = slot.object();
    if (object == null) {
      throw ApiError.notFound(Kind.NAMESPACE, name);
    }
    if (object.object().metadata().deleting()) {
      throw ApiError.of(
              Reason.FORBIDDEN,
              ApiError.resource(ref.kind())
                  + " \""
                  + ref.name()
                  + "\" is forbidden: unable to create new content in namespace "
                  + name
                  + " because it is being terminated")
          .about(ref.kind(), ref.name())
          .because(
              List.of(
                  new Cause(
                      "metadata.namespace",
                      "namespace " + name + " is being terminated",
                      "NamespaceTerminating")));
    }
    return new Txn.Guard.ModRevisionIs(
        context.keyspace().text(namespace.spec()), slot.specRevision());
  }

  private ApiError exists(Slot slot) {
    ObjectRef ref = slot.ref();
    String subject = ApiError.resource(ref.kind()) + " \"" + ref.name() + "\" already exists";
    StoredObject object = slot.object();
    String detail;
    if (object == null) {
      detail = ": what is left of an earlier one under this name is still being removed; try again";
    } else if (object.object().metadata().deleting()) {
      detail =
          ": it is being deleted since "
              + object.object().metadata().deletionTimestamp()
              + " and waits for "
              + waitsFor(object)
              + "; try again when it is gone";
    } else {
      detail =
          OwnedTasks.owner(object.object().metadata())
              .map(owner -> ": it belongs to " + owner.kind() + " " + owner.name())
              .orElse("");
    }
    return ApiError.of(Reason.ALREADY_EXISTS, subject + detail).about(ref.kind(), ref.name());
  }

  private String waitsFor(StoredObject object) {
    ObjectRef ref = object.ref();
    List<String> finalizers = object.object().metadata().finalizers();
    List<String> tasks =
        context.view().list(Kind.TASK, ref.namespace()).objects().stream()
            .filter(
                task ->
                    OwnedTasks.owner(task.object().metadata())
                        .filter(o -> o.uid().equals(object.uid()))
                        .isPresent())
            .map(task -> task.ref().name())
            .toList();
    if (!tasks.isEmpty()) {
      return tasks.size()
          + (tasks.size() == 1 ? " task to end: " : " tasks to end: ")
          + tasks.stream().limit(NAMES_MAX).collect(Collectors.joining(", "))
          + (tasks.size() > NAMES_MAX ? " …" : "");
    }
    return finalizers.isEmpty()
        ? "the leader to remove it"
        : "its finalizers: " + String.join(", ", finalizers);
  }
}
