package dev.meso.agent.reconcile;

import dev.meso.agent.driver.ContainerId;
import dev.meso.api.record.Assignment;

/** What the driver should do. Every one may be repeated without harm. */
public sealed interface ContainerAction {
  ContainerId id();

  /** Start it as the assignment says. Answered by {@code Started} or {@code StartFailed}. */
  record Start(ContainerId id, Assignment assignment) implements ContainerAction {}

  /** Ask it to end: SIGTERM. */
  record Terminate(ContainerId id) implements ContainerAction {}

  /** End its whole process tree: SIGKILL. */
  record Kill(ContainerId id) implements ContainerAction {}

  /** Forget it; it has ended. Its sandbox stays. */
  record Destroy(ContainerId id) implements ContainerAction {}
}
