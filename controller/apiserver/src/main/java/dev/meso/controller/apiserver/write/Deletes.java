package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Txn;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the end of Apps, Jobs and Tasks: their deletionTimestamp is set, and the leader removes
 * them when their tasks have ended. For an owned task that is an intent in its spec key, which
 * otherwise does not exist. Roles and bindings, of which the leader knows nothing, go at once.
 */
final class Deletes {
  private final WriteContext context;
  private final WriteLoop loop;

  Deletes(WriteContext context, WriteLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  /** The object as it ends. Asking again changes nothing, but may shorten the grace period. */
  StoredObject delete(ObjectRef ref, DeleteOptions options) throws InterruptedException {
    if (ref.kind() == Kind.AGENT) {
      throw ApiError.of(
              Reason.METHOD_NOT_ALLOWED,
              "Agents go when their machines do: stop the agent, or set spec.gone to declare one"
                  + " lost")
          .about(ref.kind(), ref.name());
    }
    return loop.write(ref, options.dryRun(), slot -> propose(slot, options));
  }

  private Proposal propose(Slot slot, DeleteOptions options) {
    StoredObject current = slot.object();
    if (current == null) {
      throw ApiError.notFound(slot.ref().kind(), slot.ref().name());
    }
    checkPreconditions(current, options);
    ObjectMeta metadata = current.object().metadata();
    if (slot.ref().kind().saysRights()) {
      return new Proposal.Removal(current, guards(slot, false, options));
    }
    if (metadata.deleting() && !shorter(metadata, options)) {
      return new Proposal.Unchanged(current);
    }
    boolean owned = current.spec() == null || Specs.spec(read(slot, current)).isEmpty();
    return new Proposal.Change(
        owned ? intent(current, options) : marked(slot, current, options),
        guards(slot, owned, options));
  }

  private static ApiObject read(Slot slot, StoredObject current) {
    if (slot.spec() == null) {
      throw new IllegalStateException("no spec key: " + slot.ref());
    }
    return Specs.read(current.object(), slot.spec());
  }

  private String marked(Slot slot, StoredObject current, DeleteOptions options) {
    ApiObject before = read(slot, current);
    ApiObject after = before.withMetadata(ending(before.metadata().toBuilder(), current, options));
    if (slot.spec() == null) {
      throw new IllegalStateException("no spec key: " + slot.ref());
    }
    return Specs.rewritten(slot.spec(), after);
  }

  private String intent(StoredObject current, DeleteOptions options) {
    ObjectMeta.Builder metadata =
        new ObjectMeta.Builder()
            .namespace(current.ref().namespace())
            .name(current.ref().name())
            .uid(current.uid());
    return Json.write(Task.of(ending(metadata, current, options), null, null));
  }

  private ObjectMeta ending(
      ObjectMeta.Builder metadata, StoredObject current, DeleteOptions options) {
    ObjectMeta now = current.object().metadata();
    return metadata
        .deletionTimestamp(
            now.deletionTimestamp() == null ? context.seconds() : now.deletionTimestamp())
        .deletionGracePeriodSeconds(
            options.graceSeconds().isPresent()
                ? Long.valueOf(options.graceSeconds().getAsLong())
                : now.deletionGracePeriodSeconds())
        .build();
  }

  private static boolean shorter(ObjectMeta metadata, DeleteOptions options) {
    Long now = metadata.deletionGracePeriodSeconds();
    return options.graceSeconds().isPresent()
        && (now == null || options.graceSeconds().getAsLong() < now);
  }

  private List<Txn.Guard> guards(Slot slot, boolean owned, DeleteOptions options) {
    String specKey = context.keyspace().text(slot.ref().spec());
    String statusKey = context.keyspace().text(slot.ref().status());
    List<Txn.Guard> guards = new ArrayList<>();
    guards.add(new Txn.Guard.ModRevisionIs(specKey, slot.specRevision()));
    if (options.resourceVersion().isPresent()) {
      guards.add(new Txn.Guard.ModRevisionIs(statusKey, slot.statusRevision()));
    } else if (owned && slot.status() != null) {
      guards.add(new Txn.Guard.CreateRevisionIs(statusKey, slot.status().createRevision()));
    }
    return guards;
  }

  static void checkPreconditions(StoredObject current, DeleteOptions options) {
    ObjectRef ref = current.ref();
    options
        .uid()
        .filter(uid -> !uid.equals(current.uid()))
        .ifPresent(
            uid -> {
              throw ApiError.conflict(
                  ref.kind(),
                  ref.name(),
                  "Precondition failed: UID in precondition: "
                      + uid
                      + ", UID in object meta: "
                      + current.uid());
            });
    options
        .resourceVersion()
        .filter(revision -> !revision.equals(Long.toString(current.revision())))
        .ifPresent(
            revision -> {
              throw ApiError.conflict(
                  ref.kind(),
                  ref.name(),
                  "Precondition failed: resourceVersion in precondition: "
                      + revision
                      + ", in object meta: "
                      + current.revision());
            });
  }
}
