package dev.meso.controller.apiserver.write;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Json;
import dev.meso.api.kind.Agent;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Volume;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Validation;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.OwnedTasks;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.read.Freshness;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces and patches objects. Only the spec key is written.
 *
 * <p>A resourceVersion R from the client holds if the spec key has not been written behind R; a
 * status written behind it does no harm. The commit is guarded by the very revision of the spec key
 * that the new value was made from, which is at most R.
 */
final class Updates {

  /** How long to wait for a resourceVersion that another server gave out. */
  private static final Duration REVISION_WAIT = Duration.ofSeconds(2);

  private final WriteContext context;
  private final WriteLoop loop;

  Updates(WriteContext context, WriteLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  /**
   * Writes what {@code change} makes of the present object.
   *
   * @param who wants it
   * @param expected the resourceVersion that the client's change was made from, if it said one
   */
  StoredObject update(
      Principal who,
      ObjectRef ref,
      Optional<String> expected,
      boolean dryRun,
      Function<StoredObject, ApiObject> change)
      throws InterruptedException {
    if (expected.isPresent()) {
      long revision = Freshness.revision(expected.get());
      if (!context.view().await(revision, REVISION_WAIT)) {
        throw ApiError.conflict(
            ref.kind(),
            ref.name(),
            "resourceVersion " + revision + " is newer than anything that this server has seen");
      }
    }
    return loop.write(ref, dryRun, slot -> propose(who, slot, change));
  }

  /** The write that makes of the present object what {@code change} says. */
  Proposal propose(Principal who, Slot slot, Function<StoredObject, ApiObject> change) {
    ObjectRef ref = slot.ref();
    StoredObject current = slot.object();
    if (current == null) {
      throw ApiError.notFound(ref.kind(), ref.name());
    }
    refuseOwned(current);
    ApiObject wanted = change.apply(current);
    ObjectMeta sent = wanted.metadata();
    Metadata.sameUid(ref, sent, current.uid());
    if (sent.resourceVersion() != null && !sent.resourceVersion().isEmpty()) {
      checkRevision(slot, Freshness.revision(sent.resourceVersion()));
    }
    ApiObject before =
        slot.spec() == null ? withoutKey(current) : Specs.read(current.object(), slot.spec());
    ApiObject after = Metadata.valid(Specs.stripped(merged(before, wanted)));
    checkChange(ref, observed(before, current), after);
    if (!Specs.spec(before).equals(Specs.spec(after))) {
      context.permit(who, after);
    }
    if (after.equals(before)) {
      return new Proposal.Unchanged(current);
    }
    if (Deletes.removable(ref.kind(), after.metadata())) {
      return new Proposal.Removal(current, guards(slot));
    }
    return new Proposal.Change(
        slot.spec() == null ? Json.write(after) : Specs.rewritten(slot.spec(), after),
        guards(slot));
  }

  /** What may be changed of a volume follows from where it is. */
  private static ApiObject observed(ApiObject before, StoredObject current) {
    return before instanceof Volume volume && current.object() instanceof Volume now
        ? volume.withStatus(now.status())
        : before;
  }

  private static void checkRevision(Slot slot, long expected) {
    if (slot.specRevision() > expected) {
      throw ApiError.conflict(
          slot.ref().kind(),
          slot.ref().name(),
          "the object has been modified; please apply your changes to the latest version and try"
              + " again (expected nothing newer than resourceVersion "
              + expected
              + ", found "
              + slot.specRevision()
              + ")");
    }
  }

  /** The spec key that an agent would have whose admins never said anything. */
  private static ApiObject withoutKey(StoredObject current) {
    if (!(current.object() instanceof Agent agent)) {
      throw new IllegalStateException("no spec key: " + current.ref());
    }
    ObjectMeta metadata =
        new ObjectMeta.Builder()
            .name(current.ref().name())
            .uid(current.uid())
            .creationTimestamp(agent.metadata().creationTimestamp())
            .labels(agent.metadata().labels())
            .annotations(agent.metadata().annotations())
            .generation(0L)
            .build();
    return Specs.stripped(agent.withMetadata(metadata).withSpec(AgentSpec.NONE));
  }

  /** The client's spec and the parts of the metadata that are the client's. */
  private static ApiObject merged(ApiObject before, ApiObject wanted) {
    ObjectMeta old = before.metadata();
    ObjectMeta sent = wanted.metadata();
    boolean specChanged = !Specs.spec(before).equals(Specs.spec(validForm(wanted, old)));
    Long stored = old.generation();
    long generation = stored == null ? 1 : stored;
    ObjectMeta metadata =
        old.toBuilder()
            .generation(specChanged ? generation + 1 : generation)
            .labels(sent.labels())
            .annotations(sent.annotations())
            .ownerReferences(sent.ownerReferences())
            .finalizers(Metadata.finalizers(sent))
            .build();
    return wanted.withMetadata(metadata);
  }

  /** With defaults, as it would be stored, so that leaving a default out is no change. */
  private static ApiObject validForm(ApiObject wanted, ObjectMeta old) {
    return Metadata.valid(
        wanted.withMetadata(
            wanted.metadata().toBuilder().name(old.name()).namespace(old.namespace()).build()));
  }

  private static void checkChange(ObjectRef ref, ApiObject before, ApiObject after) {
    List<FieldError> errors = new ArrayList<>(Validation.checkUpdate(before, after));
    if (before.metadata().deleting()
        && !before.metadata().finalizers().containsAll(after.metadata().finalizers())) {
      errors.add(
          new FieldError(
              "metadata.finalizers", "expected no new ones: the object is being deleted"));
    }
    Metadata.refuse(ref.kind(), after.metadata(), errors);
  }

  private List<Txn.Guard> guards(Slot slot) {
    List<Txn.Guard> guards = new ArrayList<>();
    guards.add(
        new Txn.Guard.ModRevisionIs(
            context.keyspace().text(slot.ref().spec()), slot.specRevision()));
    if (slot.ref().kind() == Kind.VOLUME) {
      Entry status = slot.status();
      guards.add(
          new Txn.Guard.ModRevisionIs(
              context.keyspace().text(slot.ref().status()),
              status == null ? 0 : status.modRevision()));
    }
    if (slot.spec() == null) {
      guards.add(new Txn.Guard.Present(context.keyspace().text(slot.ref().status())));
    }
    return guards;
  }

  private static void refuseOwned(StoredObject current) {
    if (current.ref().kind() == Kind.TASK) {
      OwnedTasks.owner(current.object().metadata())
          .ifPresent(
              owner -> {
                throw ApiError.of(
                        Reason.FORBIDDEN,
                        "tasks.meso.dev \""
                            + current.ref().name()
                            + "\" is forbidden: it belongs to "
                            + owner.kind()
                            + " "
                            + owner.name()
                            + ", whose template makes it: change that instead")
                    .about(Kind.TASK, current.ref().name());
              });
    }
  }
}
