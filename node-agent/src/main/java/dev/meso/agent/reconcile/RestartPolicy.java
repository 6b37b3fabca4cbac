package dev.meso.agent.reconcile;

import dev.meso.agent.reconcile.ContainerState.Ended;
import dev.meso.api.kind.TaskSpec;
import java.time.Duration;

/**
 * What follows when a container's run is over and nobody asked it to end.
 *
 * <p>The back-off before run {@code n + 1} is 2<sup>n</sup> seconds, {@link #BACK_OFF_MAX} at most.
 * Restarts are counted over the whole attempt and never forgiven: an attempt that needs more than
 * {@code maxRestarts} of them is failed, and the controller makes the next one, here or elsewhere.
 * What another start on this machine cannot mend is not tried again: a command that does not exist
 * or may not be executed, a taken port, a start that the driver refused, a reboot.
 */
final class RestartPolicy {
  static final Duration BACK_OFF_MAX = Duration.ofSeconds(30);
  static final int MAX_RESTARTS_DEFAULT = 3;

  private RestartPolicy() {}

  /** What to do next with a container. */
  sealed interface Next {
    /** Starts it again when this much time has passed since it ended. */
    record Restart(Duration after) implements Next {}

    /** It has done its work. */
    record Completed() implements Next {}

    /** It has failed for good. */
    record Failed(boolean restartsUsedUp) implements Next {}
  }

  static Next after(TaskSpec spec, Ended ended) {
    Exit exited = ended.exited();
    if (!ended.started() || isPermanent(exited.reason())) {
      return new Next.Failed(false);
    }
    boolean well = exited.well();
    boolean wanted =
        switch (spec.restartPolicy()) {
          case TaskSpec.RESTART_ALWAYS -> true;
          case TaskSpec.RESTART_ON_FAILURE -> !well;
          case null, default -> false;
        };
    if (!wanted) {
      return well ? new Next.Completed() : new Next.Failed(false);
    }
    int allowed = spec.maxRestarts() == null ? MAX_RESTARTS_DEFAULT : spec.maxRestarts();
    int run = exited.id().run();
    return run < allowed ? new Next.Restart(backOff(run)) : new Next.Failed(allowed > 0);
  }

  /** The wait after run {@code run} has ended: 1 s, 2 s, 4 s … */
  static Duration backOff(int run) {
    int doublings = Math.min(run, 5);
    Duration wait = Duration.ofSeconds(1L << doublings);
    return wait.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : wait;
  }

  private static boolean isPermanent(String reason) {
    return switch (reason) {
      case Reasons.COMMAND_NOT_FOUND,
          Reasons.COMMAND_NOT_EXECUTABLE,
          Reasons.BAD_WORKING_DIRECTORY,
          Reasons.LIMITS_REFUSED,
          Reasons.REBOOTED,
          Reasons.STATE_LOST ->
          true;
      default -> false;
    };
  }
}
