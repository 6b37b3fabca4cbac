package dev.meso.simulation.check;

import dev.meso.simulation.check.ProcessEvent.Run;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskStory;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import org.jspecify.annotations.Nullable;

/**
 * "A task has one live attempt unless its policy allows more": when another attempt begins, each
 * earlier one has ended, or was given up with its agent. {@code onLost: Replace} lets that happen
 * when the leader has written that the agent cannot be reached, {@code Wait} only when an admin
 * declared the agent gone, or when a machine that took over the agent's name has reported it lost.
 * However that may be, at most one assignment says {@code run}. The same for real processes.
 */
final class OneLiveAttempt implements Invariant {
  private final Processes processes;

  OneLiveAttempt(Processes processes) {
    this.processes = processes;
  }

  @Override
  public String name() {
    return "one-live-attempt";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.created()
          && delta.place() instanceof Place.Assignment(_, var path)
          && delta.after() != null
          && delta.after().value() instanceof Value.Assignment made) {
        TaskStory story = moment.world().story(made.uid());
        if (story != null) {
          begun(story, path.attempt(), moment.world(), findings);
        }
      }
    }
  }

  private void begun(TaskStory story, long attempt, World world, Findings findings) {
    for (Tried other : story.attempts()) {
      if (other.attempt() == attempt) {
        continue;
      }
      Value.Assignment order = other.assignment();
      boolean runs =
          other.assigned() && order != null && !order.stopping() && other.terminal() == null;
      findings.require(
          !runs && (!other.live() || mayBeDoubled(other, world)),
          name(),
          () ->
              "attempt "
                  + attempt
                  + " was assigned while "
                  + other
                  + (runs ? " is assigned to run" : " lives by its report")
                  + (other.givenUp() ? "" : " and was not given up"));
    }
  }

  @Override
  public void check(ProcessEvent event, World world, Findings findings) {
    if (!(event instanceof ProcessEvent.Started(_, _, Run run))) {
      return;
    }
    for (Processes.Live live : processes.of(run.uid())) {
      if (live.run().attempt() != run.attempt()) {
        long earlier = Math.min(live.run().attempt(), run.attempt());
        Tried tried = world.tried(run.uid(), earlier);
        findings.require(
            tried != null && mayBeDoubled(tried, world),
            name(),
            () ->
                run
                    + " was started on "
                    + event.agent()
                    + " while "
                    + live.run()
                    + " runs on "
                    + live.agent());
      }
    }
  }

  /** Whether another attempt may run beside this one. */
  private static boolean mayBeDoubled(Tried earlier, World world) {
    @Nullable String agent = earlier.agent();
    boolean gone = agent != null && world.agent(agent).gone();
    Value.Assignment assignment = earlier.assignment();
    boolean waits = assignment != null && assignment.waits();
    // An agent may have been declared gone, and be taken back by now: the attempt was given up.
    return gone || earlier.disowned() || (earlier.givenUp() && (!waits || earlier.declaredGone()));
  }
}
