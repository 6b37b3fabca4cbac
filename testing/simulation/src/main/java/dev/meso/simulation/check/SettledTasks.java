package dev.meso.simulation.check;

import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a task that should run does. It need not, if nobody has room for it, or if its program
 * fails by itself: then it may wait for its back-off ({@code BackOff} in its status, at most five
 * minutes), wait for a restart in place, or be just on its way ({@link #SOON} in one record). Or
 * its agent is away, and it is not replaced yet.
 */
final class SettledTasks {
  static final String TASK = "settled-task";

  private static final Duration BACK_OFF_MAX = Duration.ofMinutes(5).plusSeconds(10);

  /** How long anything may take that nothing stands in the way of. */
  static final Duration SOON = Duration.ofSeconds(40);

  private final Rules rules;
  private final World world;
  private final Processes processes;
  private final Room room;
  private final Away away;
  private final Duration at;
  private final Findings findings;

  SettledTasks(
      Rules rules,
      World world,
      Processes processes,
      Room room,
      Away away,
      Duration at,
      Findings findings) {
    this.rules = rules;
    this.world = world;
    this.processes = processes;
    this.room = room;
    this.away = away;
    this.at = at;
    this.findings = findings;
  }

  /** A replica: it runs, or has a reason not to; says whether it runs. */
  boolean runs(TaskName name, String owner, JsonNode template) {
    Value.TaskStatus status = owned(name, owner);
    if (status == null) {
      return false;
    }
    if (status.phase() != Phase.RUNNING) {
      excused(name, status, template, 1);
      return false;
    }
    works(name, status);
    return true;
  }

  /**
   * A task of a Job that is not over: it has ended, works, or has a reason not to.
   *
   * @param together how many of them need room at the same time
   */
  void atWork(TaskName name, String owner, JsonNode template, int together) {
    Value.TaskStatus status = owned(name, owner);
    if (status == null || status.phase() == Phase.SUCCEEDED) {
      return;
    }
    if (status.phase() == Phase.RUNNING) {
      works(name, status);
    } else if (!status.phase().terminal()) {
      excused(name, status, template, together);
    }
  }

  /** A stand-alone task: its end is the end, unless it was lost. */
  void alone(TaskName name, Value.Spec spec) {
    Value.TaskStatus status = world.task(name).status(spec.uid());
    findings.require(
        status != null, TASK, () -> "task " + name + " of uid " + spec.uid() + " has no status");
    if (status == null) {
      return;
    }
    if (status.phase() == Phase.RUNNING) {
      works(name, status);
    } else if (!status.phase().terminal() || status.phase() == Phase.LOST) {
      excused(name, status, spec.spec(), 1);
    }
  }

  private Value.@Nullable TaskStatus owned(TaskName name, String owner) {
    Value.TaskStatus status = world.task(name).status();
    boolean ours = status != null && status.owner() != null && status.owner().uid().equals(owner);
    findings.require(ours, TASK, () -> "task " + name + " of owner " + owner + " does not exist");
    return ours ? status : null;
  }

  /** A running task has an assignment that says so, and its containers have processes. */
  private void works(TaskName name, Value.TaskStatus status) {
    Tried tried = world.tried(status.uid(), status.attempt());
    Value.Assignment assignment = tried == null ? null : tried.assignment();
    Value.Report report = tried == null ? null : tried.report();
    boolean ordered =
        tried != null && tried.assigned() && assignment != null && !assignment.stopping();
    findings.require(
        ordered && report != null && report.phase() == Phase.RUNNING,
        TASK,
        () ->
            "task "
                + name
                + " is Running; its assignment stands: "
                + ordered
                + ", its report says "
                + (report == null ? "nothing" : report.phase().label()));
    if (report == null || !processes.known() || !rules.endsKnown()) {
      return;
    }
    List<Processes.Live> live = processes.of(status.uid(), status.attempt(), status.agent());
    for (Value.Container container : report.containers()) {
      boolean up = live.stream().anyMatch(each -> each.run().container().equals(container.name()));
      findings.require(
          up == container.state().equals("Running"),
          TASK,
          () ->
              "task "
                  + name
                  + ": container "
                  + container.name()
                  + " is reported "
                  + container.state()
                  + (up ? " and has a process" : " and has no process"));
    }
  }

  private void excused(TaskName name, Value.TaskStatus status, JsonNode taskSpec, int together) {
    Duration since = since(name);
    Duration age = at.minus(since);
    boolean fails = status.failures() > 0 || status.restarts() > 0;
    boolean backsOff =
        status.phase() == Phase.PENDING
            && "BackOff".equals(status.reason())
            && age.compareTo(BACK_OFF_MAX) <= 0;
    boolean onItsWay = fails && age.compareTo(SOON) <= 0;
    Tried tried = world.tried(status.uid(), status.attempt());
    Value.Assignment assignment = tried == null ? null : tried.assignment();
    if (backsOff || onItsWay || away.mayBeUnreachable(status, assignment)) {
      return;
    }
    Optional<String> found =
        status.phase() == Phase.PENDING
            ? room.of(taskSpec, name.namespace(), status.ordinal(), together)
            : Optional.of("no need of one");
    findings.require(
        found.isEmpty(),
        TASK,
        () ->
            "task "
                + name
                + " is "
                + status.phase().label()
                + (status.reason() == null ? "" : " (" + status.reason() + ")")
                + " since "
                + since
                + (status.phase() == Phase.PENDING
                    ? ", agent " + found.orElse("") + " has room for it"
                    : ""));
  }

  /** When the task's record was written last. */
  private Duration since(TaskName name) {
    Held held = world.get(world.keys().status(KeyLayout.TASKS, name.namespace(), name.name()));
    return held == null ? Duration.ZERO : held.at();
  }
}
