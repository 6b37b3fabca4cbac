package dev.meso.controller.core.state;

import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeStatus;
import dev.meso.controller.core.placement.VolumeUse;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volumes that a task uses, as things stand.
 *
 * @param uses those that it can use
 * @param hindrance why the task cannot be placed whatever agents there are; absent when it can
 */
public record VolumeUses(List<VolumeUse> uses, @Nullable NotDone hindrance) {

  /** Of a task that uses none. */
  public static final VolumeUses NONE = new VolumeUses(List.of(), null);

  /**
   * Looks them up.
   *
   * @param ordinal the task's place among its owner's tasks; absent for a stand-alone task
   */
  public static VolumeUses of(
      ClusterView view, String namespace, TaskSpec spec, @Nullable Integer ordinal) {
    if (spec.volumes().isEmpty()) {
      return NONE;
    }
    List<VolumeUse> uses = new ArrayList<>();
    NotDone hindrance = null;
    for (TaskVolume used : spec.volumes()) {
      ObjectRef ref = new ObjectRef(Kind.VOLUME, namespace, used.volumeOf(ordinal));
      WorkloadRow row = view.workloads().get(ref);
      Volume volume = row != null && row.specObject() instanceof Volume found ? found : null;
      NotDone why = hindrance(row, volume, namespace + "/" + ref.name(), spec.queueName());
      if (why != null) {
        hindrance = hindrance == null ? why : hindrance;
      } else if (row != null && volume != null) {
        uses.add(use(row, volume, used, namespace + "/" + ref.name()));
      }
    }
    return new VolumeUses(List.copyOf(uses), hindrance);
  }

  private static @Nullable NotDone hindrance(
      @Nullable WorkloadRow row, @Nullable Volume volume, String name, String queue) {
    if (row == null || volume == null || volume.spec() == null) {
      return new NotDone(NotDone.VOLUME_UNKNOWN, "there is no volume " + name, null);
    }
    if (volume.metadata().deleting()) {
      return new NotDone(NotDone.VOLUME_UNKNOWN, "volume " + name + " is being deleted", null);
    }
    if (row.busy()) {
      return new NotDone(NotDone.VOLUME_WAITS, "volume " + name + " is being written", null);
    }
    if (row.unreadable() != null) {
      return new NotDone(
          NotDone.VOLUME_WAITS, "volume " + name + " cannot be read: " + row.unreadable(), null);
    }
    String account = volume.spec().queueName();
    return account.equals(queue)
        ? null
        : new NotDone(
            NotDone.VOLUME_WAITS,
            "volume " + name + " is of queue " + account + ", the task of queue " + queue,
            null);
  }

  private static VolumeUse use(WorkloadRow row, Volume volume, TaskVolume used, String name) {
    VolumeStatus status = status(row);
    return new VolumeUse(
        used.name(),
        name,
        volume.metadata().requireUid(),
        volume.requireSpec().mayBeShared(),
        status == null ? null : status.agent(),
        volume.requireSpec().size().toBytes(),
        volume.requireSpec().constraints());
  }

  /** The status of a volume, if it is about the one that is there now. */
  public static @Nullable VolumeStatus status(WorkloadRow row) {
    if (!(row.specObject() instanceof Volume volume)
        || !(row.statusObject() instanceof Volume observed)) {
      return null;
    }
    String uid = volume.metadata().uid();
    return uid != null && uid.equals(observed.metadata().uid()) ? observed.status() : null;
  }
}
