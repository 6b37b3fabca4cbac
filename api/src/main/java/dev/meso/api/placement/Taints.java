package dev.meso.api.placement;

import dev.meso.api.kind.Taint;
import dev.meso.api.kind.Toleration;
import java.util.List;
import java.util.Optional;

/** Whether a task minds what keeps others away from an agent. Pure. */
public final class Taints {
  private Taints() {}

  /**
   * The first taint that forbids the agent to a task with these tolerations; empty if none does.
   */
  public static Optional<Taint> forbidding(List<Taint> taints, List<Toleration> tolerations) {
    for (Taint taint : taints) {
      if (!taint.effect().equals(Taint.PREFER_NO_SCHEDULE) && minded(taint, tolerations)) {
        return Optional.of(taint);
      }
    }
    return Optional.empty();
  }

  /** How many taints a task with these tolerations would rather avoid. */
  public static int disliked(List<Taint> taints, List<Toleration> tolerations) {
    int count = 0;
    for (Taint taint : taints) {
      if (taint.effect().equals(Taint.PREFER_NO_SCHEDULE) && minded(taint, tolerations)) {
        count++;
      }
    }
    return count;
  }

  /** Why the agent is forbidden to a task with these tolerations; empty if it is not. */
  public static Optional<String> veto(List<Taint> taints, List<Toleration> tolerations) {
    return forbidding(taints, tolerations)
        .map(taint -> "has the taint " + taint + ", which is not tolerated");
  }

  private static boolean minded(Taint taint, List<Toleration> tolerations) {
    for (Toleration toleration : tolerations) {
      if (toleration.tolerates(taint)) {
        return false;
      }
    }
    return true;
  }
}
