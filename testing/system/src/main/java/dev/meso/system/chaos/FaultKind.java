package dev.meso.system.chaos;

import java.time.Duration;
import java.util.Locale;

/** What may happen to a node, and for how long. */
enum FaultKind {
  CONTROLLER_KILL(Lane.CONTROLLERS, Effect.KILL, 1, 0, 8),
  CONTROLLER_PAUSE(Lane.CONTROLLERS, Effect.PAUSE, 1, 1, 10),
  CONTROLLER_CUT(Lane.CONTROLLERS, Effect.CUT, 1, 1, 20),
  CONTROLLER_RESET(Lane.CONTROLLERS, Effect.RESET, 1, 0, 1),
  CONTROLLERS_KILL(Lane.CONTROLLERS, Effect.KILL, 2, 0, 6),
  AGENT_KILL(Lane.AGENTS, Effect.KILL, 1, 0, 10),
  AGENT_KILL_LONG(Lane.AGENTS, Effect.KILL, 1, 16, 24),
  AGENT_PAUSE(Lane.AGENTS, Effect.PAUSE, 1, 1, 10),
  AGENT_PAUSE_LONG(Lane.AGENTS, Effect.PAUSE, 1, 16, 24),
  AGENT_CUT(Lane.AGENTS, Effect.CUT, 1, 1, 20),
  AGENTS_CUT(Lane.AGENTS, Effect.CUT, 2, 1, 20),
  AGENT_RESET(Lane.AGENTS, Effect.RESET, 1, 0, 1),
  AGENT_DISK_FULL(Lane.AGENTS, Effect.FILL_DISK, 1, 2, 10),
  ETCD_KILL(Lane.ETCD, Effect.KILL, 1, 0, 8),
  ETCD_PAUSE(Lane.ETCD, Effect.PAUSE, 1, 1, 10),
  ETCD_CUT(Lane.ETCD, Effect.CUT, 1, 1, 12),
  ETCD_RESET(Lane.ETCD, Effect.RESET, 1, 0, 1),
  ETCD_MAJORITY_KILL(Lane.ETCD, Effect.KILL, 2, 1, 15),
  ETCD_MAJORITY_PAUSE(Lane.ETCD, Effect.PAUSE, 2, 1, 15),
  ETCD_MAJORITY_CUT(Lane.ETCD, Effect.CUT, 2, 1, 15),
  ETCD_NO_SPACE(Lane.ETCD, Effect.NO_SPACE, 0, 2, 10);

  /** Whose nodes; one fault of a lane ends before the next begins. */
  enum Lane {
    CONTROLLERS,
    AGENTS,
    ETCD
  }

  /** What is done to the target. */
  enum Effect {
    /** SIGKILL, and a start at the end. */
    KILL,
    /** SIGSTOP, and SIGCONT at the end. */
    PAUSE,
    /** No byte to or from anybody. */
    CUT,
    /** Every connection breaks. */
    RESET,
    /** Not a byte is left on the disk with sandboxes and state. */
    FILL_DISK,
    /** etcd takes no more writes that need room. */
    NO_SPACE
  }

  private final Lane lane;
  private final Effect effect;
  private final int targets;
  private final Duration atLeast;
  private final Duration atMost;

  FaultKind(Lane lane, Effect effect, int targets, int secondsAtLeast, int secondsAtMost) {
    this.lane = lane;
    this.effect = effect;
    this.targets = targets;
    this.atLeast = Duration.ofSeconds(secondsAtLeast);
    this.atMost = Duration.ofSeconds(secondsAtMost);
  }

  Lane lane() {
    return lane;
  }

  Effect effect() {
    return effect;
  }

  /** How many nodes it hits at once. */
  int targets() {
    return targets;
  }

  Duration atLeast() {
    return atLeast;
  }

  Duration atMost() {
    return atMost;
  }

  /** As the log and the summary name it, for instance {@code agent-kill}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
