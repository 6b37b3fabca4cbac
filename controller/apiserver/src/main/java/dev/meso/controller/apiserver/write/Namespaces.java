package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.kind.Task;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Defaults;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.OwnedTasks;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes namespaces with all that is in them, and sees to it that {@code default} exists.
 *
 * <p>A namespace goes in steps. The first marks it: creations are guarded by the revision of its
 * key, so none commits behind that. Whoever sees the mark sees everything that was created before
 * it, asks for the end of that, and removes the namespace when nothing is left. Every server does
 * so, each write guarded; what one that died has left, another goes on with.
 */
final class Namespaces {
  private static final Logger log = LoggerFactory.getLogger(Namespaces.class);

  /** Objects of a namespace that are asked to end in one round. */
  private static final int END_AT_ONCE_MAX = 500;

  private static final Duration END_AGAIN = Duration.ofSeconds(1);

  private static final Duration ENSURE_AGAIN = Duration.ofMillis(500);

  private final WriteContext context;
  private final WriteLoop loop;
  private final Creates creates;
  private final Deletes deletes;

  Namespaces(WriteContext context, WriteLoop loop, Creates creates, Deletes deletes) {
    this.context = context;
    this.loop = loop;
    this.creates = creates;
    this.deletes = deletes;
  }

  /** Marks a namespace, and removes it at once if it is empty; gives it as it was last. */
  Ended delete(ObjectRef ref, DeleteOptions options) throws InterruptedException {
    return delete(ref, options, _ -> List.of());
  }

  /** The same under a condition, as {@link Deletes} has it. */
  Ended delete(
      ObjectRef ref, DeleteOptions options, Function<StoredObject, List<Txn.Guard>> condition)
      throws InterruptedException {
    if (ref.name().equals(Defaults.NAMESPACE)) {
      throw ApiError.of(
              Reason.FORBIDDEN,
              "namespaces \"" + ref.name() + "\" is forbidden: this namespace may not be deleted")
          .about(ref.kind(), ref.name());
    }
    StoredObject marked = loop.write(ref, options.dryRun(), slot -> mark(slot, options, condition));
    boolean empty =
        !options.dryRun()
            && marked.object().metadata().finalizers().isEmpty()
            && context.view().await(marked.revision(), context.limits().readWait())
            && context.view().namesIn(ref.name(), 1).isEmpty();
    if (empty) {
      remove(ref, marked);
    }
    return new Ended(marked, empty);
  }

  /**
   * What became of a namespace.
   *
   * @param gone whether it is removed; if not, what is in it ends first
   */
  record Ended(StoredObject last, boolean gone) {}

  private Proposal mark(
      Slot slot, DeleteOptions options, Function<StoredObject, List<Txn.Guard>> condition) {
    ObjectRef ref = slot.ref();
    StoredObject current = slot.object();
    if (current == null || slot.spec() == null) {
      throw ApiError.notFound(ref.kind(), ref.name());
    }
    Deletes.checkPreconditions(current, options);
    ObjectMeta metadata = current.object().metadata();
    List<String> finalizers = options.finalizers(metadata.finalizers());
    if (metadata.deleting() && finalizers.equals(metadata.finalizers())) {
      return new Proposal.Unchanged(current);
    }
    ApiObject stored = Specs.read(current.object(), slot.spec());
    ObjectMeta.Builder ending = stored.metadata().toBuilder().finalizers(finalizers);
    if (!metadata.deleting()) {
      ending.deletionTimestamp(context.seconds());
    }
    List<Txn.Guard> guards = new ArrayList<>(condition.apply(current));
    guards.add(
        new Txn.Guard.ModRevisionIs(
            context.keyspace().text(slot.ref().spec()), slot.specRevision()));
    return new Proposal.Change(
        Specs.rewritten(slot.spec(), stored.withMetadata(ending.build())), guards);
  }

  /** Ends what is in marked namespaces, and then them; until interruption. */
  void endMarked() throws InterruptedException {
    while (true) {
      boolean _ = context.view().awaitThat(() -> false, END_AGAIN);
      for (StoredObject namespace : context.view().list(Kind.NAMESPACE, null).objects()) {
        if (namespace.object().metadata().deleting()) {
          try {
            end(namespace);
          } catch (ApiError e) {
            log.atDebug()
                .addKeyValue("namespace", namespace.ref().name())
                .addKeyValue("cause", e.getMessage())
                .log("Namespace could not be ended yet");
          }
        }
      }
    }
  }

  private void end(StoredObject namespace) throws InterruptedException {
    String name = namespace.ref().name();
    List<ObjectRef> held = context.view().namesIn(name, END_AT_ONCE_MAX);
    if (held.isEmpty() && namespace.object().metadata().finalizers().isEmpty()) {
      remove(namespace.ref(), namespace);
      log.atInfo().addKeyValue("namespace", name).log("Namespace was removed");
    }
    for (ObjectRef ref : held) {
      Optional<StoredObject> object = context.view().get(ref);
      // Tasks of an App or Job end with it.
      boolean asked =
          object
              .map(StoredObject::object)
              .map(it -> it.metadata().deleting() || ofAnother(it))
              .orElse(true);
      if (!asked) {
        StoredObject _ = deletes.delete(ref, DeleteOptions.PLAIN);
      }
    }
  }

  private static boolean ofAnother(ApiObject object) {
    return object instanceof Task task && OwnedTasks.owner(task.metadata()).isPresent();
  }

  private void remove(ObjectRef ref, StoredObject marked) throws InterruptedException {
    if (marked.spec() == null) {
      throw new IllegalStateException("no spec key: " + ref);
    }
    String specKey = context.keyspace().text(ref.spec());
    String statusKey = context.keyspace().text(ref.status());
    Txn txn =
        new Txn(
            List.of(new Txn.Guard.ModRevisionIs(specKey, marked.spec().modRevision())),
            List.of(new Txn.Write.Delete(specKey), new Txn.Write.Delete(statusKey)));
    // Once marked and seen empty, an absent key can only mean that the removal was made.
    Optional<Long> removed =
        loop.commit(ref, txn, found -> found.isEmpty() ? Optional.of(0L) : Optional.empty());
    if (removed.isEmpty()) {
      throw ApiError.conflict(ref.kind(), ref.name(), "it was changed while it was deleted");
    }
  }

  /** Creates {@code default} unless it is there; tries until it is or the thread is interrupted. */
  void ensureDefault() throws InterruptedException {
    ObjectRef ref = new ObjectRef(Kind.NAMESPACE, null, Defaults.NAMESPACE);
    while (true) {
      if (context.view().awaitThat(context.view()::synced, ENSURE_AGAIN)) {
        if (context.view().get(ref).isPresent()) {
          return;
        }
        try {
          Namespace wanted =
              Namespace.of(ObjectMeta.named(null, Defaults.NAMESPACE), new NamespaceSpec(), null);
          StoredObject made = creates.create(Principal.LOCAL, Kind.NAMESPACE, null, wanted, false);
          log.atInfo().addKeyValue("uid", made.uid()).log("Namespace default was created");
          return;
        } catch (ApiError e) {
          if (e.reason() == Reason.ALREADY_EXISTS) {
            return;
          }
          log.atWarn()
              .addKeyValue("cause", e.getMessage())
              .log("Namespace default could not be created yet");
          boolean _ = context.view().awaitThat(() -> false, ENSURE_AGAIN);
        }
      }
    }
  }
}
