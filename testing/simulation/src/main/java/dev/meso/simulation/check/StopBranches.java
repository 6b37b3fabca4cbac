package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Phase;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts which branches of the stop protocol a history took; finds nothing wrong. */
final class StopBranches implements Invariant {
  private static final long SIGKILL = 9;

  private final Map<StopBranch, Long> taken = new EnumMap<>(StopBranch.class);

  @Override
  public String name() {
    return "stop-branches";
  }

  Map<StopBranch, Long> taken() {
    return taken;
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      switch (delta.place()) {
        case Place.Assignment place -> ordered(moment.world(), delta, place);
        case Place.Report(_, AttemptPath path) -> ended(moment.world(), delta, path);
        case Place.Alive(String agent) when delta.deleted() -> vanished(moment.world(), agent);
        case Place.Status(_, String namespace, String name) ->
            status(moment.world(), delta, new TaskName(namespace, name));
        default -> {}
      }
    }
  }

  private void take(StopBranch branch) {
    taken.merge(branch, 1L, Long::sum);
  }

  private void ordered(World world, Delta delta, Place.Assignment place) {
    Value.Assignment before = delta.before() == null ? null : delta.before().assignment();
    Value.Assignment after = delta.after() == null ? null : delta.after().assignment();
    if (before == null || after == null || before.stopping() || !after.stopping()) {
      return;
    }
    Tried tried = world.tried(after.uid(), place.path().attempt());
    Value.Report report = tried == null ? null : tried.report();
    if (report == null) {
      take(StopBranch.ORDERED_UNREPORTED);
    } else if (report.phase() == Phase.STARTING) {
      take(StopBranch.ORDERED_STARTING);
    } else if (report.phase() == Phase.RUNNING) {
      take(StopBranch.ORDERED_RUNNING);
    }
  }

  private void ended(World world, Delta delta, AttemptPath path) {
    Value.Report before = delta.before() == null ? null : delta.before().report();
    Value.Report after = delta.after() == null ? null : delta.after().report();
    if (after == null || !after.phase().terminal()) {
      return;
    }
    boolean known = before != null && before.uid().equals(after.uid());
    Tried tried = world.tried(after.uid(), path.attempt());
    Value.Assignment order = tried == null ? null : tried.assignment();
    boolean said = known && before != null && before.phase().terminal();
    if (said || order == null || !order.stopping()) {
      return;
    }
    take(branch(after));
  }

  private static StopBranch branch(Value.Report end) {
    if (end.phase() != Phase.KILLED) {
      return StopBranch.ENDED_BEFORE_SEEN;
    }
    if (end.exitCode() == null && end.signal() == null) {
      return StopBranch.NEVER_STARTED;
    }
    @Nullable Long signal = end.signal();
    return signal != null && signal == SIGKILL
        ? StopBranch.KILLED_AFTER_GRACE
        : StopBranch.ENDED_IN_GRACE;
  }

  private void vanished(World world, String agent) {
    world
        .agent(agent)
        .assignments()
        .forEach(
            (path, held) -> {
              if (held.value() instanceof Value.Assignment made && made.stopping()) {
                Tried tried = world.tried(made.uid(), path.attempt());
                if (tried != null && tried.terminal() == null) {
                  take(StopBranch.AGENT_UNREACHABLE);
                }
              }
            });
  }

  private void status(World world, Delta delta, TaskName name) {
    if (delta.deleted()) {
      if (delta.before() != null
          && delta.before().value() instanceof Value.TaskStatus task
          && task.attempt() == 0) {
        take(StopBranch.DELETED_UNASSIGNED);
      }
    } else if (delta.created()
        && delta.after() != null
        && delta.after().value() instanceof Value.TaskStatus task) {
      for (Held held : world.task(name).assignments().values()) {
        if (held.value() instanceof Value.Assignment made
            && made.stopping()
            && !made.uid().equals(task.uid())) {
          take(StopBranch.NAME_TAKEN_AGAIN);
          return;
        }
      }
    }
  }
}
