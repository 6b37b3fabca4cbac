package dev.meso.controller.core.workload;

import dev.meso.controller.core.plan.PlannedGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task's owner wants of it. Levels, not commands: worked out anew at each look. */
sealed interface Wish {

  /** It runs; when an attempt ends there is a next one. */
  record Run(Target target) implements Wish {}

  /** The attempt that runs is ended; the next one is made from the target. */
  record Restart(Target target, String reason) implements Wish {}

  /** It runs no more; its record stays. */
  record Stop(String reason, List<PlannedGuard> guards) implements Wish {}

  /** It runs no more, and its record goes; the grace period overrides the task's own. */
  record Remove(String reason, @Nullable Long graceSeconds, List<PlannedGuard> guards)
      implements Wish {}

  /** What it does is written down; nothing else is changed. */
  record Hold() implements Wish {}
}
