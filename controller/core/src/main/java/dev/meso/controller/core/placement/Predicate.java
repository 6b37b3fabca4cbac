package dev.meso.controller.core.placement;

/**
 * The conditions that an agent must meet to take a task, in the order in which they are asked. An
 * agent is counted under the first that refuses.
 */
public enum Predicate {
  READY(Stage.ELIGIBLE, "not ready"),
  ACCOUNTED(Stage.ELIGIBLE, "hold something that cannot be accounted for"),
  SCHEDULABLE(Stage.ELIGIBLE, "marked unschedulable"),
  TAINT(Stage.ELIGIBLE, "have a taint that is not tolerated"),
  SELECTOR(Stage.MATCHING, "do not match the node selector"),
  CONSTRAINT(Stage.MATCHING, "do not meet a constraint"),
  VOLUME(Stage.MATCHING, "do not have a volume that it uses"),
  CPU(Stage.FITTING, "short of cpu"),
  MEMORY(Stage.FITTING, "short of memory"),
  DISK(Stage.FITTING, "short of disk"),
  GPU(Stage.FITTING, "short of gpu"),
  SCALAR(Stage.FITTING, "short of a custom resource"),
  RESERVED(Stage.FITTING, "keep what is left for other queues"),
  MAINTENANCE(Stage.FITTING, "worked on while it would run"),
  STATIC_PORT(Stage.FITTING, "have the port taken"),
  VOLUME_HELD(Stage.FITTING, "have a volume that another task uses alone"),
  DYNAMIC_PORTS(Stage.FITTING, "have too few free dynamic ports"),
  COMPANY(Stage.FITTING, "too near other tasks, or too far from them");

  /** Where in the funnel a predicate stands. */
  public enum Stage {
    ELIGIBLE,
    MATCHING,
    FITTING
  }

  private final Stage stage;
  private final String words;

  Predicate(Stage stage, String words) {
    this.stage = stage;
    this.words = words;
  }

  public Stage stage() {
    return stage;
  }

  /** What the refused agents are, to follow their number: {@code 3 short of memory}. */
  public String words() {
    return words;
  }
}
