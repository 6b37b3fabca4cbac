package dev.meso.controller.core.forecast;

import java.util.List;

/**
 * What would come of changes to a whole cluster.
 *
 * @param settled whether the cluster came to rest, before the changes and after them; otherwise the
 *     figures say how far it came
 * @param decisions that were made
 * @param underWay tasks that would be placed, moved or ended without any change; the figures start
 *     where that has happened
 * @param before the changes
 * @param after the changes
 * @param placed tasks that had no agent and get one
 * @param moved tasks that get another agent
 * @param restarted tasks that are ended and made anew on the agent that they had
 * @param displaced tasks that had an agent, lose it and find no other
 * @param stopped tasks that had an agent and are wanted no more
 * @param preempted tasks that were ended to make room for others; each is also one of the moved,
 *     restarted or displaced, or came after the changes
 * @param pending why tasks wait after the changes, most of them first
 * @param empty open agents without a task after the changes, at most {@value #AGENTS_MAX}
 */
public record Consequences(
    boolean settled,
    int decisions,
    int underWay,
    Figures before,
    Figures after,
    int placed,
    int moved,
    int restarted,
    int displaced,
    int stopped,
    int preempted,
    List<Pending> pending,
    List<String> empty) {

  /** Agents that are listed by name. */
  public static final int AGENTS_MAX = 50;

  public Consequences {
    pending = List.copyOf(pending);
    empty = List.copyOf(empty);
  }

  /**
   * Tasks that wait for the same reason.
   *
   * @param reason a CamelCase word
   * @param tasks how many
   * @param objects how many Apps, Jobs and stand-alone Tasks they belong to
   * @param example the object that has most of them, for instance {@code App default/web}
   * @param why the explanation of that object
   */
  public record Pending(String reason, int tasks, int objects, String example, List<String> why) {
    public Pending {
      why = List.copyOf(why);
    }
  }
}
