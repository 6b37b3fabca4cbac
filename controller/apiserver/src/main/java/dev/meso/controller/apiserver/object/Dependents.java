package dev.meso.controller.apiserver.object;

import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which objects name which owners, and which of them somebody should look at since their owners, or
 * what they wait for, changed. Tasks of an App or a Job are left out: the leader sees to them.
 *
 * <p>Invariant: {@code members} has every object that names an owner or is deleted and waits for
 * its dependents. When more than {@value #DIRTY_MAX} of them are to be looked at, they are
 * forgotten and all members are looked at in turn instead.
 *
 * <p>Not thread-safe; {@link ObjectView} guards it. Soft state: follows from the objects.
 */
final class Dependents {
  /** Names of objects that are remembered one by one. */
  static final int DIRTY_MAX = 10_000;

  private final Map<String, TreeSet<ObjectRef>> byOwner = new TreeMap<>();
  private final TreeSet<ObjectRef> members = new TreeSet<>();
  private final TreeSet<ObjectRef> dirty = new TreeSet<>();
  private boolean sweeping;
  private @Nullable ObjectRef swept;

  /** Takes what became of an object. */
  void changed(@Nullable StoredObject before, @Nullable StoredObject after) {
    List<OwnerReference> was = owners(before);
    List<OwnerReference> is = owners(after);
    if (before != null && !was.equals(is)) {
      was.forEach(owner -> unlink(owner, before.ref()));
    }
    if (after != null && !was.equals(is)) {
      is.forEach(
          owner -> byOwner.computeIfAbsent(owner.uid(), _ -> new TreeSet<>()).add(after.ref()));
      look(after.ref());
    }
    if (before != null && (after == null || !after.uid().equals(before.uid()))) {
      of(before.uid()).forEach(this::look);
    }
    if (after != null && waits(after) && !(before != null && sameWait(before, after))) {
      look(after.ref());
      of(after.uid()).forEach(this::look);
    }
    membership(before, after, is);
  }

  private void membership(
      @Nullable StoredObject before, @Nullable StoredObject after, List<OwnerReference> owners) {
    if (after != null && (!owners.isEmpty() || waits(after))) {
      members.add(after.ref());
    } else if (before != null) {
      members.remove(before.ref());
    }
  }

  private void unlink(OwnerReference owner, ObjectRef dependent) {
    TreeSet<ObjectRef> siblings = byOwner.get(owner.uid());
    if (siblings != null) {
      siblings.remove(dependent);
      if (siblings.isEmpty()) {
        byOwner.remove(owner.uid());
      }
    }
    ObjectRef.owner(dependent, owner).ifPresent(this::look);
  }

  private void look(ObjectRef ref) {
    if (dirty.size() < DIRTY_MAX) {
      dirty.add(ref);
    } else {
      dirty.clear();
      sweeping = true;
      swept = null;
    }
  }

  boolean anythingToLookAt() {
    return sweeping || !dirty.isEmpty();
  }

  /** Takes at most {@code max} names of objects that should be looked at. */
  List<ObjectRef> take(int max) {
    List<ObjectRef> taken = new ArrayList<>();
    while (taken.size() < max && !dirty.isEmpty()) {
      taken.add(dirty.pollFirst());
    }
    if (sweeping) {
      for (ObjectRef ref : swept == null ? members : members.tailSet(swept, false)) {
        if (taken.size() >= max) {
          return taken;
        }
        taken.add(ref);
        swept = ref;
      }
      sweeping = false;
    }
    return taken;
  }

  /** The objects that name this owner. */
  List<ObjectRef> of(String uid) {
    TreeSet<ObjectRef> found = byOwner.get(uid);
    return found == null ? List.of() : List.copyOf(found);
  }

  private static List<OwnerReference> owners(@Nullable StoredObject object) {
    return object == null || object.ref().kind() == Kind.TASK
        ? List.of()
        : object.object().metadata().ownerReferences();
  }

  private static boolean waits(StoredObject object) {
    ObjectMeta metadata = object.object().metadata();
    return metadata.deleting()
        && (metadata.finalizers().contains(Propagation.FOREGROUND_FINALIZER)
            || metadata.finalizers().contains(Propagation.ORPHAN_FINALIZER));
  }

  private static boolean sameWait(StoredObject before, StoredObject after) {
    ObjectMeta was = before.object().metadata();
    ObjectMeta is = after.object().metadata();
    return before.uid().equals(after.uid())
        && was.deleting()
        && was.finalizers().equals(is.finalizers());
  }
}
