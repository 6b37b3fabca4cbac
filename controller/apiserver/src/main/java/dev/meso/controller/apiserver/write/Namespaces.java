package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Namespace;
import dev.meso.api.kind.NamespaceSpec;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Defaults;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes namespaces, and sees to it that {@code default} exists.
 *
 * <p>A namespace goes in two steps. The first marks it: creations are guarded by the revision of
 * its key, so none commits behind that. The second, when everything up to the mark was seen,
 * removes it if it is empty and takes the mark back if it is not. Whoever finds a mark that was
 * left by a server that died goes on with the second step.
 */
final class Namespaces {
  private static final Logger log = LoggerFactory.getLogger(Namespaces.class);

  /** Objects that a refusal names. */
  private static final int NAMES_MAX = 5;

  private static final Duration ENSURE_AGAIN = Duration.ofMillis(500);

  private final WriteContext context;
  private final WriteLoop loop;
  private final Creates creates;

  Namespaces(WriteContext context, WriteLoop loop, Creates creates) {
    this.context = context;
    this.loop = loop;
    this.creates = creates;
  }

  /** Deletes an empty namespace; gives it as it was last. */
  StoredObject delete(ObjectRef ref, DeleteOptions options) throws InterruptedException {
    if (ref.name().equals(Defaults.NAMESPACE)) {
      throw ApiError.of(
              Reason.FORBIDDEN,
              "namespaces \"" + ref.name() + "\" is forbidden: this namespace may not be deleted")
          .about(ref.kind(), ref.name());
    }
    StoredObject marked = loop.write(ref, options.dryRun(), slot -> mark(slot, options));
    if (options.dryRun()) {
      return marked;
    }
    if (!context.view().await(marked.revision(), context.limits().readWait())) {
      throw ApiError.of(
              Reason.UNAVAILABLE,
              "Deleting " + ref + ": it is marked, but this server is behind; try again")
          .retryAfter(Duration.ofSeconds(1));
    }
    List<ObjectRef> held = context.view().namesIn(ref.name(), NAMES_MAX + 1);
    if (!held.isEmpty()) {
      StoredObject _ = loop.write(ref, false, Namespaces.this::unmark);
      throw notEmpty(ref, held);
    }
    remove(ref, marked);
    return marked;
  }

  private Proposal mark(Slot slot, DeleteOptions options) {
    ObjectRef ref = slot.ref();
    StoredObject current = slot.object();
    if (current == null || slot.spec() == null) {
      throw ApiError.notFound(ref.kind(), ref.name());
    }
    Deletes.checkPreconditions(current, options);
    if (current.object().metadata().deleting()) {
      return new Proposal.Unchanged(current);
    }
    List<ObjectRef> held = context.view().namesIn(ref.name(), NAMES_MAX + 1);
    if (!held.isEmpty()) {
      throw notEmpty(ref, held);
    }
    ApiObject stored = Specs.read(current.object(), slot.spec());
    return new Proposal.Change(
        Specs.rewritten(
            slot.spec(),
            stored.withMetadata(
                stored.metadata().toBuilder().deletionTimestamp(context.seconds()).build())),
        guard(slot));
  }

  private Proposal unmark(Slot slot) {
    StoredObject current = slot.object();
    if (current == null || slot.spec() == null) {
      throw ApiError.notFound(slot.ref().kind(), slot.ref().name());
    }
    ApiObject stored = Specs.read(current.object(), slot.spec());
    if (!stored.metadata().deleting()) {
      return new Proposal.Unchanged(current);
    }
    return new Proposal.Change(
        Specs.rewritten(
            slot.spec(),
            stored.withMetadata(stored.metadata().toBuilder().deletionTimestamp(null).build())),
        guard(slot));
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

  private List<Txn.Guard> guard(Slot slot) {
    return List.of(
        new Txn.Guard.ModRevisionIs(
            context.keyspace().text(slot.ref().spec()), slot.specRevision()));
  }

  private static ApiError notEmpty(ObjectRef ref, List<ObjectRef> held) {
    String names =
        held.stream()
            .limit(NAMES_MAX)
            .map(o -> o.kind().singular() + "/" + o.name())
            .collect(Collectors.joining(", "));
    return ApiError.conflict(
        ref.kind(),
        ref.name(),
        "the namespace is not empty, delete what it holds first: "
            + names
            + (held.size() > NAMES_MAX ? " …" : ""));
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
          StoredObject made = creates.create(Kind.NAMESPACE, null, wanted, false);
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
