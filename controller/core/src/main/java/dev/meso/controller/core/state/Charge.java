package dev.meso.controller.core.state;

import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Resources;
import java.util.Collection;

/** What an assignment takes of its agent. */
public final class Charge {
  private Charge() {}

  public static Resources resources(Assignment assignment) {
    return Resources.of(assignment.resources());
  }

  public static Collection<Integer> ports(Assignment assignment) {
    return assignment.ports().values();
  }

  /** Tasks of one group are spread over the agents. */
  public static String group(Assignment assignment) {
    String owner = assignment.owner();
    return assignment.namespace() + "/" + (owner == null ? "Task/" + assignment.task() : owner);
  }
}
