package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;
import dev.meso.store.port.Entry;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a write of a whole object would make of what this server knows: by the same code as the
 * write, and nothing is written. It proves nothing about the store; a write that must do exactly
 * this names the resourceVersion of {@link Preview#before}, or is a create where there is none.
 */
public final class Previews {
  private final WriteContext context;
  private final Creates creates;
  private final Updates updates;

  public Previews(WriteContext context) {
    WriteLoop loop = new WriteLoop(context);
    this.context = context;
    this.creates = new Creates(context, loop);
    this.updates = new Updates(context, loop);
  }

  /** An object that somebody sent, with what he should be warned of. */
  public record Sent(ApiObject object, List<String> warnings) {
    public Sent {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * What would come of a write.
   *
   * @param before what is there; absent when the object would be created
   * @param after what would be there; the same as {@code before} when nothing would be written
   */
  public record Preview(@Nullable StoredObject before, StoredObject after) {}

  /**
   * Reads an object of one kind as a write would.
   *
   * @param fieldValidation Strict, Warn or Ignore
   */
  public static Sent decode(Kind kind, ObjectNode manifest, String fieldValidation) {
    Bodies.Decoded decoded = Bodies.json(kind, manifest.toString(), fieldValidation);
    return new Sent(decoded.object(), decoded.warnings());
  }

  /**
   * What a PUT of this object would do, or a POST where there is none.
   *
   * @param who would write
   * @param coming namespaces that will be there although they are not yet
   */
  public Preview preview(Principal who, ObjectRef ref, ApiObject sent, Predicate<String> coming) {
    Slot slot = context.view().slot(ref);
    StoredObject before = slot.object();
    if (before != null && before.object().metadata().deleting()) {
      throw ApiError.of(
              Reason.CONFLICT,
              ref
                  + " is being deleted since "
                  + before.object().metadata().deletionTimestamp()
                  + "; plan again when it is gone")
          .about(ref.kind(), ref.name());
    }
    ApiObject wanted = Metadata.addressed(ref, sent);
    Proposal proposal;
    if (before == null) {
      String expected = wanted.metadata().resourceVersion();
      if (expected != null && !expected.isEmpty()) {
        throw ApiError.conflict(
            ref.kind(), ref.name(), "expected resourceVersion " + expected + ", found no object");
      }
      ApiObject whole = creates.prepared(ref.namespace(), ref.name(), wanted);
      context.permit(who, whole);
      proposal = creates.propose(slot, whole, coming);
    } else {
      proposal = updates.propose(who, slot, _ -> wanted);
    }
    return switch (proposal) {
      case Proposal.Unchanged(StoredObject object) -> new Preview(object, object);
      case Proposal.Removal _ -> throw new IllegalStateException("a put removes nothing: " + ref);
      case Proposal.Change(String value, _) -> {
        WriteLoop.checkSize(ref, value);
        long created = slot.spec() == null ? 0 : slot.spec().createRevision();
        Entry entry =
            new Entry(context.keyspace().text(ref.spec()), value, created, slot.specRevision(), 0);
        yield new Preview(before, context.view().preview(ref, entry, slot.status()));
      }
    };
  }

  /** What the spec key of a previewed object would hold. */
  public static ApiObject stored(StoredObject after) {
    Entry spec = after.spec();
    return spec == null ? Specs.stripped(after.object()) : Specs.read(after.object(), spec);
  }
}
