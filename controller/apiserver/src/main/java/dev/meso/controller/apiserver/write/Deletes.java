package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Propagation;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.resource.Pods;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks for the end of objects. Of Apps, Jobs and Tasks the deletionTimestamp is set, and the leader
 * removes them when their tasks have ended and no finalizer is left. For an owned task that is an
 * intent in its spec key, which otherwise does not exist. What says rights is removed here, at once
 * or with its last finalizer.
 */
final class Deletes {
  private final WriteContext context;
  private final WriteLoop loop;

  Deletes(WriteContext context, WriteLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  /**
   * The object as it ends. Asking again changes nothing, but may shorten the grace period and say
   * something else about dependents.
   */
  StoredObject delete(ObjectRef ref, DeleteOptions options) throws InterruptedException {
    return delete(ref, options, _ -> List.of());
  }

  /**
   * The same under a condition.
   *
   * @param condition what must hold besides, asked for each version of the object; throws an error
   *     if it is not to be deleted after all
   */
  StoredObject delete(
      ObjectRef ref, DeleteOptions options, Function<StoredObject, List<Txn.Guard>> condition)
      throws InterruptedException {
    if (ref.kind() == Kind.AGENT) {
      throw ApiError.of(
              Reason.METHOD_NOT_ALLOWED,
              "Agents go when their machines do: stop the agent, or set spec.gone to declare one"
                  + " lost")
          .about(ref.kind(), ref.name());
    }
    return loop.write(ref, options.dryRun(), slot -> propose(slot, options, condition));
  }

  /** Deletes a task by its Pod, which is one attempt: who names the Pod's uid means that one. */
  StoredObject deletePod(ObjectRef ref, DeleteOptions asked) throws InterruptedException {
    return loop.write(
        ref, asked.dryRun(), slot -> propose(slot, meant(slot, asked), _ -> List.of()));
  }

  private static DeleteOptions meant(Slot slot, DeleteOptions asked) {
    StoredObject task = slot.object();
    boolean meansAttempt = task != null && asked.uid().equals(Optional.of(Pods.uid(task)));
    return task != null && meansAttempt ? asked.withUid(task.uid()) : asked;
  }

  /** Whether an object is gone as soon as it is deleted, or loses its last finalizer after that. */
  static boolean removable(Kind kind, ObjectMeta metadata) {
    return kind.goesAtOnce() && metadata.deleting() && metadata.finalizers().isEmpty();
  }

  /** Whether what {@link #delete} gave is gone. */
  static boolean gone(StoredObject last, DeleteOptions options) {
    return last.ref().kind().goesAtOnce()
        && options.finalizers(last.object().metadata().finalizers()).isEmpty();
  }

  private Proposal propose(
      Slot slot, DeleteOptions options, Function<StoredObject, List<Txn.Guard>> condition) {
    StoredObject current = slot.object();
    if (current == null) {
      throw ApiError.notFound(slot.ref().kind(), slot.ref().name());
    }
    checkPreconditions(current, options);
    ObjectMeta metadata = current.object().metadata();
    boolean owned = current.spec() == null || Specs.spec(read(slot, current)).isEmpty();
    checkDependents(current, owned, options);
    boolean waitsAsAsked =
        owned || options.finalizers(metadata.finalizers()).equals(metadata.finalizers());
    if (metadata.deleting() && waitsAsAsked && !shorter(metadata, options)) {
      return new Proposal.Unchanged(current);
    }
    List<Txn.Guard> guards = guards(slot, owned, options);
    guards.addAll(condition.apply(current));
    if (gone(current, options)) {
      return new Proposal.Removal(current, guards);
    }
    return new Proposal.Change(
        owned ? intent(current, options) : marked(slot, current, options), guards);
  }

  /** Refuses what would be said of dependents and not be done. */
  private void checkDependents(StoredObject current, boolean owned, DeleteOptions options) {
    Propagation asked = options.propagation().orElse(Propagation.BACKGROUND);
    if (asked == Propagation.ORPHAN && ownsTasks(current.object())) {
      throw refused(
          current,
          asked,
          "its tasks end with it"
              + (current.ref().kind() == Kind.APP ? "; set spec.replicas to 0 before" : ""));
    }
    if (asked != Propagation.BACKGROUND
        && owned
        && !context.view().dependents(current.uid()).isEmpty()) {
      throw refused(
          current, asked, "a task that another object owns cannot wait for what depends on it");
    }
  }

  private static boolean ownsTasks(ApiObject object) {
    return switch (object) {
      case App app -> app.spec() == null || !Integer.valueOf(0).equals(app.spec().replicas());
      case Job _ -> true;
      default -> false;
    };
  }

  private static ApiError refused(StoredObject current, Propagation asked, String why) {
    return ApiError.of(
            Reason.INVALID,
            "Deleting "
                + current.ref()
                + ": propagationPolicy: expected "
                + (asked == Propagation.ORPHAN ? "Background or Foreground" : "Background")
                + ", found "
                + asked.word()
                + ": "
                + why)
        .about(current.ref().kind(), current.ref().name());
  }

  private static ApiObject read(Slot slot, StoredObject current) {
    if (slot.spec() == null) {
      throw new IllegalStateException("no spec key: " + slot.ref());
    }
    return Specs.read(current.object(), slot.spec());
  }

  private String marked(Slot slot, StoredObject current, DeleteOptions options) {
    ApiObject before = read(slot, current);
    ObjectMeta.Builder metadata =
        before.metadata().toBuilder()
            .finalizers(options.finalizers(before.metadata().finalizers()));
    ApiObject after = before.withMetadata(ending(metadata, current, options));
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
