package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.apiserver.object.Propagation;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects whose owners are gone, and lets owners go that wait for their dependents.
 *
 * <p>Every server does so: it looks at what changed in its view, and each write is guarded by the
 * object's key and by the keys of the owners as they were seen. So a view that is behind collects
 * nothing that has an owner, and several servers do no harm to each other. Whoever sees the mark of
 * a deleted owner sees every dependent that was created before it.
 *
 * <p>One thread. Soft state: what is to be tried again follows from the objects.
 */
final class Collector {
  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** Objects that are looked at in one round. */
  private static final int ROUND_MAX = 500;

  private static final Duration QUIET = Duration.ofSeconds(1);

  private final WriteContext context;
  private final ObjectView view;
  private final WriteLoop loop;
  private final Deletes deletes;
  private final Namespaces namespaces;
  private final Retries retries = new Retries();

  Collector(WriteContext context, WriteLoop loop, Deletes deletes, Namespaces namespaces) {
    this.context = context;
    this.view = context.view();
    this.loop = loop;
    this.deletes = deletes;
    this.namespaces = namespaces;
  }

  /** Until interruption. */
  void run() throws InterruptedException {
    while (true) {
      // What was taken is remembered here until it is done, so no more is taken than that.
      List<ObjectRef> refs =
          new ArrayList<>(view.takeDependencies(Math.min(ROUND_MAX, retries.room()), QUIET));
      refs.addAll(retries.due(System.nanoTime()));
      for (ObjectRef ref : refs) {
        attempt(ref);
      }
      if (retries.room() == 0) {
        boolean _ = view.awaitThat(() -> false, QUIET);
      }
    }
  }

  private void attempt(ObjectRef ref) throws InterruptedException {
    try {
      if (look(ref)) {
        retries.done(ref);
        return;
      }
    } catch (ApiError e) {
      switch (e.reason()) {
        case NOT_FOUND -> {
          retries.done(ref);
          return;
        }
        case FORBIDDEN, INVALID, METHOD_NOT_ALLOWED, TOO_LARGE -> {
          retries.done(ref);
          log.atWarn()
              .addKeyValue("object", ref)
              .addKeyValue("cause", e.getMessage())
              .log("Object without owners was kept because it may not be deleted");
          return;
        }
        default ->
            log.atDebug()
                .addKeyValue("object", ref)
                .addKeyValue("cause", e.getMessage())
                .log("Dependency could not be settled yet");
      }
    } catch (RuntimeException e) {
      log.atError().addKeyValue("object", ref).setCause(e).log("Dependency was not settled");
    }
    retries.failed(ref, System.nanoTime());
  }

  /** Does what is to be done for one object; false if it is to be looked at again. */
  private boolean look(ObjectRef ref) throws InterruptedException {
    StoredObject object = view.get(ref).orElse(null);
    if (object == null) {
      return true;
    }
    ObjectMeta metadata = object.object().metadata();
    if (metadata.deleting()) {
      if (metadata.finalizers().contains(Propagation.ORPHAN_FINALIZER)) {
        return orphan(object);
      }
      if (metadata.finalizers().contains(Propagation.FOREGROUND_FINALIZER)) {
        release(object, Propagation.FOREGROUND_FINALIZER, this::blocks);
      }
      return true;
    }
    return switch (Fate.of(object, view::slot)) {
      case Fate.Stays(boolean again) -> !again;
      case Fate.Unlinked _ -> {
        StoredObject _ = loop.write(ref, false, this::unlinked);
        yield true;
      }
      case Fate.Ends(boolean awaited, _) -> {
        end(object, awaited);
        yield true;
      }
    };
  }

  private void end(StoredObject object, boolean awaited) throws InterruptedException {
    DeleteOptions options = DeleteOptions.PLAIN.withUid(object.uid());
    if (awaited && view.dependents(object.uid()).stream().anyMatch(this::notYetWaiting)) {
      options = options.withPropagation(Propagation.FOREGROUND);
    }
    if (object.ref().kind() == Kind.NAMESPACE) {
      Namespaces.Ended _ = namespaces.delete(object.ref(), options, this::withoutOwner);
    } else {
      StoredObject _ = deletes.delete(object.ref(), options, this::withoutOwner);
    }
    log.atInfo()
        .addKeyValue("object", object.ref())
        .addKeyValue("uid", object.uid())
        .log("Object was deleted because no owner of it is left");
  }

  /** In a circle of owners somebody must not wait. */
  private boolean notYetWaiting(ObjectRef ref) {
    return view.get(ref).filter(d -> !waits(d)).isPresent();
  }

  private static boolean waits(StoredObject object) {
    ObjectMeta metadata = object.object().metadata();
    return metadata.deleting() && metadata.finalizers().contains(Propagation.FOREGROUND_FINALIZER);
  }

  private List<Txn.Guard> withoutOwner(StoredObject current) {
    if (Fate.of(current, view::slot) instanceof Fate.Ends(_, List<Slot> seen)) {
      return guards(seen);
    }
    throw ApiError.conflict(
        current.ref().kind(), current.ref().name(), "it has an owner, or is being deleted");
  }

  private Proposal unlinked(Slot slot) {
    StoredObject current = present(slot);
    if (Fate.of(current, view::slot)
        instanceof Fate.Unlinked(List<OwnerReference> kept, List<Slot> seen)) {
      return changed(slot, b -> b.ownerReferences(kept), guards(seen));
    }
    return new Proposal.Unchanged(current);
  }

  /** Takes the owner out of its dependents, some at a time, and then lets it go. */
  private boolean orphan(StoredObject owner) throws InterruptedException {
    List<ObjectRef> dependents = view.dependents(owner.uid());
    for (ObjectRef ref : dependents.subList(0, Math.min(dependents.size(), ROUND_MAX))) {
      StoredObject _ = loop.write(ref, false, slot -> without(slot, owner.uid()));
    }
    if (dependents.size() > ROUND_MAX) {
      return false;
    }
    boolean _ = view.awaitOwnWrites(context.limits().readWait());
    release(owner, Propagation.ORPHAN_FINALIZER, (_, _) -> true);
    return view.dependents(owner.uid()).isEmpty();
  }

  private Proposal without(Slot slot, String owner) {
    StoredObject current = present(slot);
    List<OwnerReference> before = current.object().metadata().ownerReferences();
    List<OwnerReference> after = before.stream().filter(o -> !o.uid().equals(owner)).toList();
    return after.size() == before.size()
        ? new Proposal.Unchanged(current)
        : changed(slot, b -> b.ownerReferences(after), List.of());
  }

  /** Takes the finalizer away if no dependent holds the owner any more. */
  private void release(StoredObject owner, String finalizer, Holds holds)
      throws InterruptedException {
    Predicate<StoredObject> held =
        current ->
            view.dependents(current.uid()).stream()
                .flatMap(ref -> view.get(ref).stream())
                .anyMatch(dependent -> holds.test(current, dependent));
    if (held.test(owner)) {
      return;
    }
    StoredObject _ =
        loop.write(
            owner.ref(),
            false,
            slot -> {
              StoredObject current = present(slot);
              ObjectMeta metadata = current.object().metadata();
              boolean waits = metadata.deleting() && metadata.finalizers().contains(finalizer);
              if (!waits || !current.uid().equals(owner.uid()) || held.test(current)) {
                return new Proposal.Unchanged(current);
              }
              List<String> rest =
                  metadata.finalizers().stream().filter(f -> !f.equals(finalizer)).toList();
              return Deletes.removable(
                      current.ref().kind(), metadata.toBuilder().finalizers(rest).build())
                  ? new Proposal.Removal(current, own(slot))
                  : changed(slot, b -> b.finalizers(rest), List.of());
            });
  }

  /** Whether a dependent keeps its owner from going. */
  private interface Holds {
    boolean test(StoredObject owner, StoredObject dependent);
  }

  private boolean blocks(StoredObject owner, StoredObject dependent) {
    boolean says =
        dependent.object().metadata().ownerReferences().stream()
            .anyMatch(
                o -> o.uid().equals(owner.uid()) && Boolean.TRUE.equals(o.blockOwnerDeletion()));
    // Two that own and await each other would do so for ever.
    boolean circle =
        waits(dependent)
            && owner.object().metadata().ownerReferences().stream()
                .anyMatch(o -> o.uid().equals(dependent.uid()));
    return says && !circle;
  }

  private static StoredObject present(Slot slot) {
    return Optional.ofNullable(slot.object())
        .orElseThrow(() -> ApiError.notFound(slot.ref().kind(), slot.ref().name()));
  }

  private interface Change {
    ObjectMeta.Builder apply(ObjectMeta.Builder metadata);
  }

  private Proposal changed(Slot slot, Change change, List<Txn.Guard> besides) {
    if (slot.spec() == null) {
      throw new IllegalStateException("no spec key: " + slot.ref());
    }
    ApiObject stored = Specs.read(present(slot).object(), slot.spec());
    ObjectMeta metadata = change.apply(stored.metadata().toBuilder()).build();
    List<Txn.Guard> guards = own(slot);
    guards.addAll(besides);
    return new Proposal.Change(Specs.rewritten(slot.spec(), stored.withMetadata(metadata)), guards);
  }

  private List<Txn.Guard> own(Slot slot) {
    List<Txn.Guard> guards = new ArrayList<>();
    guards.add(
        new Txn.Guard.ModRevisionIs(
            context.keyspace().text(slot.ref().spec()), slot.specRevision()));
    return guards;
  }

  /** That these names are what they were when they were looked at. */
  private List<Txn.Guard> guards(List<Slot> seen) {
    List<Txn.Guard> guards = new ArrayList<>();
    for (Slot slot : seen) {
      guards.addAll(own(slot));
      Kind kind = slot.ref().kind();
      if (kind == Kind.TASK || kind == Kind.AGENT) {
        // Their uid may stand in the status alone.
        guards.add(
            new Txn.Guard.ModRevisionIs(
                context.keyspace().text(slot.ref().status()), slot.statusRevision()));
      }
    }
    return guards;
  }
}
