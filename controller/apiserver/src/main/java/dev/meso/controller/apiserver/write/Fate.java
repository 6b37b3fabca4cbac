package dev.meso.controller.apiserver.write;

import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Propagation;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to become of an object that names owners. Pure.
 *
 * <p>An owner is the object of that kind, name and uid in the same namespace, or in none. It is
 * gone when there is no such object or one of another uid. One whose record cannot be read counts
 * as there, and so does one of a kind that is not stored here: nobody can tell.
 */
sealed interface Fate {

  /**
   * Nothing.
   *
   * @param again whether it should be looked at again although nothing changes
   */
  record Stays(boolean again) implements Fate {}

  /**
   * It has an owner, and loses the references to those that are gone or wait for it.
   *
   * @param seen the keys that prove it
   */
  record Unlinked(List<OwnerReference> kept, List<Slot> seen) implements Fate {}

  /**
   * Its deletion, for no owner is left.
   *
   * @param awaited whether an owner waits for that
   * @param seen the keys that prove it
   */
  record Ends(boolean awaited, List<Slot> seen) implements Fate {}

  /** What an owner is to its dependent. */
  enum Owner {
    THERE,
    UNREADABLE,
    WAITS,
    GONE
  }

  /**
   * Decides.
   *
   * @param slots the present keys of a name
   */
  static Fate of(StoredObject dependent, Function<ObjectRef, Slot> slots) {
    List<OwnerReference> owners = dependent.object().metadata().ownerReferences();
    if (owners.isEmpty() || dependent.object().metadata().deleting()) {
      return new Stays(false);
    }
    List<OwnerReference> kept = new ArrayList<>();
    List<Slot> seen = new ArrayList<>();
    boolean awaited = false;
    boolean again = false;
    for (OwnerReference reference : owners) {
      Optional<Slot> slot = ObjectRef.owner(dependent.ref(), reference).map(slots);
      Owner owner = slot.map(s -> state(s, reference.uid())).orElse(Owner.THERE);
      if (owner == Owner.THERE || owner == Owner.UNREADABLE) {
        kept.add(reference);
      } else if (slot.isPresent() && !seen.contains(slot.get())) {
        seen.add(slot.get());
      }
      awaited |= owner == Owner.WAITS;
      again |= owner == Owner.UNREADABLE;
    }
    if (kept.isEmpty()) {
      return new Ends(awaited, seen);
    }
    return kept.size() == owners.size() ? new Stays(again) : new Unlinked(kept, seen);
  }

  private static Owner state(Slot slot, String uid) {
    StoredObject object = slot.object();
    if (object == null) {
      Kind kind = slot.ref().kind();
      boolean byStatus = kind == Kind.TASK || kind == Kind.AGENT;
      boolean unreadable = slot.spec() != null || (byStatus && slot.status() != null);
      return unreadable ? Owner.UNREADABLE : Owner.GONE;
    }
    ObjectMeta metadata = object.object().metadata();
    if (!object.uid().equals(uid)) {
      return Owner.GONE;
    }
    return metadata.deleting() && metadata.finalizers().contains(Propagation.FOREGROUND_FINALIZER)
        ? Owner.WAITS
        : Owner.THERE;
  }
}
