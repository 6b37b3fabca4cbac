package dev.meso.controller.core.agent;

import dev.meso.api.meta.ObjectMeta;
import dev.meso.controller.core.plan.NotDone;
import java.util.List;

/** Who must agree before a deleted object goes. */
public final class Finalizers {
  /** Ours: the object's tasks have ended. It needs no key, the leader checks what it stands for. */
  public static final String TASKS = "meso.dev/tasks";

  private Finalizers() {}

  /** Whether nobody but us holds the object. */
  public static boolean free(ObjectMeta metadata) {
    return others(metadata).isEmpty();
  }

  /** Says who holds it. */
  public static NotDone waits(ObjectMeta metadata) {
    return new NotDone(
        NotDone.FINALIZERS,
        "deleted, and waits until these finalizers are taken away: "
            + String.join(", ", others(metadata)),
        null);
  }

  private static List<String> others(ObjectMeta metadata) {
    return metadata.finalizers().stream().filter(name -> !name.equals(TASKS)).toList();
  }
}
