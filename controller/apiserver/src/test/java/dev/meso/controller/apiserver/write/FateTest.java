package dev.meso.controller.apiserver.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.App;
import dev.meso.api.kind.ClusterRole;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.meta.OwnerReference;
import dev.meso.controller.apiserver.object.ObjectRef;
import dev.meso.controller.apiserver.object.Propagation;
import dev.meso.controller.apiserver.object.Slot;
import dev.meso.controller.apiserver.object.StoredObject;
import dev.meso.store.port.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of an object that names owners. */
final class FateTest {
  private final Map<ObjectRef, Slot> slots = new TreeMap<>();

  private static ObjectRef ref(String name) {
    return new ObjectRef(Kind.APP, "default", name);
  }

  private static OwnerReference app(String name) {
    return new OwnerReference("meso.dev/v1", "App", name, "uid-" + name, null, true);
  }

  private static StoredObject object(ObjectMeta metadata) {
    ObjectRef ref = ref(metadata.requireName());
    return new StoredObject(ref, App.of(metadata, null, null), 7, entry(), null);
  }

  private static Entry entry() {
    return new Entry("/k", "{}", 5, 7, 0);
  }

  private static ObjectMeta.Builder metadata(String name) {
    return ObjectMeta.named("default", name).toBuilder().uid("uid-" + name);
  }

  private static StoredObject dependent(OwnerReference... owners) {
    return object(metadata("dependent").ownerReferences(List.of(owners)).build());
  }

  private void present(StoredObject owner) {
    slots.put(owner.ref(), new Slot(owner.ref(), owner.spec(), owner.status(), owner));
  }

  private Fate fate(StoredObject dependent) {
    return Fate.of(dependent, ref -> slots.getOrDefault(ref, Slot.empty(ref)));
  }

  @Test
  void anObjectWithoutOwnersStays() {
    assertThat(fate(dependent())).isEqualTo(new Fate.Stays(false));
  }

  @Test
  void anObjectEndsWhenEveryOwnerIsGone() {
    assertThat(fate(dependent(app("one"), app("two"))))
        .isEqualTo(new Fate.Ends(false, List.of(Slot.empty(ref("one")), Slot.empty(ref("two")))));
  }

  @Test
  void anOwnerOfAnotherUidIsGone() {
    present(object(metadata("one").uid("another").build()));
    assertThat(fate(dependent(app("one")))).isInstanceOf(Fate.Ends.class);
  }

  @Test
  void anObjectLosesReferencesToOwnersThatAreGoneWhileItHasAnother() {
    present(object(metadata("two").build()));
    assertThat(fate(dependent(app("one"), app("two"))))
        .isEqualTo(new Fate.Unlinked(List.of(app("two")), List.of(Slot.empty(ref("one")))));
  }

  @Test
  void anOwnerThatWaitsForItsDependentsIsNoReasonToStay() {
    present(
        object(
            metadata("one")
                .deletionTimestamp(Instant.EPOCH)
                .finalizers(List.of(Propagation.FOREGROUND_FINALIZER))
                .build()));
    assertThat(fate(dependent(app("one"))))
        .isInstanceOfSatisfying(Fate.Ends.class, ends -> assertThat(ends.awaited()).isTrue());
  }

  @Test
  void anOwnerThatIsBeingDeletedOtherwiseIsStillThere() {
    present(object(metadata("one").deletionTimestamp(Instant.EPOCH).build()));
    assertThat(fate(dependent(app("one")))).isEqualTo(new Fate.Stays(false));
  }

  @Test
  void anOwnerOfAKindThatIsNotStoredHereCountsAsThere() {
    OwnerReference foreign = new OwnerReference("v1", "ConfigMap", "c", "u", null, null);
    OwnerReference version = new OwnerReference("meso.dev/v9", "App", "c", "u", null, null);
    assertThat(fate(dependent(foreign))).isEqualTo(new Fate.Stays(false));
    assertThat(fate(dependent(version))).isEqualTo(new Fate.Stays(false));
  }

  @Test
  void anOwnerWhoseRecordCannotBeReadIsAskedForAgain() {
    slots.put(ref("one"), new Slot(ref("one"), entry(), null, null));
    assertThat(fate(dependent(app("one")))).isEqualTo(new Fate.Stays(true));
  }

  @Test
  void anObjectInNoNamespaceHasNoOwnerInOne() {
    ObjectRef ref = new ObjectRef(Kind.CLUSTER_ROLE, null, "c");
    ObjectMeta metadata =
        ObjectMeta.named(null, "c").toBuilder()
            .uid("c")
            .ownerReferences(List.of(app("one")))
            .build();
    StoredObject role =
        new StoredObject(ref, ClusterRole.of(metadata, List.of()), 7, entry(), null);
    assertThat(fate(role)).isEqualTo(new Fate.Stays(false));
  }

  @Test
  void anObjectThatIsBeingDeletedNeedsNothingMore() {
    ObjectMeta metadata =
        metadata("dependent")
            .ownerReferences(List.of(app("one")))
            .deletionTimestamp(Instant.EPOCH)
            .build();
    assertThat(fate(object(metadata))).isEqualTo(new Fate.Stays(false));
  }
}
