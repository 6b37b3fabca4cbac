package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which tasks of agents that are away stay there, when a cluster has settled. */
final class Away {
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)(?:\\.\\d+)?s)?");

  private final Rules rules;
  private final World world;
  private final Set<String> living;
  private final Duration at;
  private final boolean paused;

  Away(Rules rules, World world, Set<String> living, Duration at) {
    this.rules = rules;
    this.world = world;
    this.living = living;
    this.at = at;
    int ready = 0;
    int missing = 0;
    for (AgentSight agent : world.agents()) {
      if (agent.registration() == null || agent.gone()) {
        continue;
      }
      if (living.contains(agent.name())) {
        ready++;
      } else if (Brake.holdsReplaceable(agent, this::current)) {
        missing++;
      }
    }
    this.paused = ready == 0 || missing > Brake.allowed(ready, missing);
  }

  /** Whether a task's status speaks of this assignment. */
  boolean current(Map.Entry<AttemptPath, Held> entry) {
    TaskName name = entry.getKey().task();
    Held status = world.get(world.keys().status(KeyLayout.TASKS, name.namespace(), name.name()));
    return Brake.speaksOf(status, entry.getKey(), entry.getValue());
  }

  /**
   * Whether a task may be Unreachable for now: its agent is away and was not declared gone, and its
   * policy is to wait, or the time after which it is replaced has not come, or too many are away.
   */
  boolean mayBeUnreachable(Value.TaskStatus status, Value.@Nullable Assignment assignment) {
    String agent = status.agent();
    if (status.phase() != Phase.UNREACHABLE
        || agent == null
        || assignment == null
        || living.contains(agent)
        || world.agent(agent).gone()) {
      return false;
    }
    Duration absent = at.minus(world.agent(agent).absentSince());
    Duration due = rules.lostAfter().plus(replaceAfter(assignment)).plus(SettledTasks.SOON);
    return assignment.waits() || paused || absent.compareTo(due) < 0;
  }

  private static Duration replaceAfter(Value.Assignment assignment) {
    String text = Fields.text(assignment.body().path("spec"), "replaceAfter");
    Matcher matcher = DURATION.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    return Duration.ofHours(number(matcher.group(1)))
        .plusMinutes(number(matcher.group(2)))
        .plusSeconds(number(matcher.group(3)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
