package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Fields;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.KeyLayout;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.TaskName;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * "A task that names a volume runs on the volume's agent and nowhere else": an attempt is assigned
 * with every volume that its spec names, each of which is there, is not being deleted, is of the
 * task's queue and is bound to that agent, as the keys are at that revision.
 *
 * <p>A binding stays ({@code volume-moves}): it is made together with the assignment that needs it,
 * keeps its size and its queue, and is given up only when its agent is lost and the volume asks to
 * be recreated.
 */
final class VolumeHome implements Invariant {
  static final String MOVES = "volume-moves";

  private final Rules rules;

  VolumeHome(Rules rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return "volume-home";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      switch (delta.place()) {
        case Place.Assignment(String agent, var path)
            when delta.created()
                && delta.after() != null
                && delta.after().value() instanceof Value.Assignment made ->
            used(moment.world(), agent, path.task(), delta.key(), made, findings);
        case Place.Status(String plural, _, _) when plural.equals(KeyLayout.VOLUMES) ->
            binding(moment, delta, findings);
        default -> {}
      }
    }
  }

  private void used(
      World world,
      String agent,
      TaskName task,
      String key,
      Value.Assignment made,
      Findings findings) {
    JsonNode spec = made.body().path("spec");
    for (Volumes.Named named : Volumes.named(spec, Volumes.ordinal(world, made.uid()))) {
      String why = wrong(world, agent, task, made, named);
      findings.require(
          why == null, name(), () -> key + " names volume " + named.volume() + ", which " + why);
    }
  }

  private static @Nullable String wrong(
      World world, String agent, TaskName task, Value.Assignment made, Volumes.Named named) {
    Value.Spec volume = Volumes.spec(world, task.namespace(), named.volume());
    if (volume == null || volume.deleting()) {
      return volume == null ? "is not there" : "is being deleted";
    }
    JsonNode given = made.body().path("volumes").path(named.as());
    if (!Fields.is(given, "uid", volume.uid()) || !Fields.is(given, "volume", named.volume())) {
      return "is of uid " + volume.uid() + ", it was given " + given;
    }
    String queue = Accounts.queue(made.body().path("spec"));
    if (!Volumes.queue(volume.spec()).equals(queue)) {
      return "is of queue " + Volumes.queue(volume.spec()) + ", the task of " + queue;
    }
    String home = Volumes.home(world, task.namespace(), named.volume(), volume.uid());
    return agent.equals(home) ? null : "is bound to " + (home == null ? "no agent" : home);
  }

  private void binding(Moment moment, Delta delta, Findings findings) {
    Volumes.binding(moment, delta)
        .ifPresent(
            bound ->
                findings.require(
                    bindsWithItsUser(moment, bound),
                    MOVES,
                    () -> delta.key() + " was bound to " + bound.agent() + " for no task"));
    Value.Status before = delta.before() == null ? null : delta.before().status();
    Value.Status after = delta.after() == null ? null : delta.after().status();
    String from = Volumes.agent(before);
    if (before == null || after == null || from == null || !before.uid().equals(after.uid())) {
      return;
    }
    String to = Volumes.agent(after);
    if (from.equals(to)) {
      findings.require(
          before.status().path("size").equals(after.status().path("size"))
              && Volumes.queue(before.status()).equals(Volumes.queue(after.status())),
          MOVES,
          () -> delta.key() + " was bound with " + before.status() + ", now " + after.status());
      return;
    }
    Value.Spec spec = Volumes.specOf(moment.world(), delta.place(), after.uid());
    findings.require(
        to == null
            && spec != null
            && Volumes.recreated(spec)
            && mayBeLost(moment.world().agent(from), moment),
        MOVES,
        () ->
            delta.key()
                + " left "
                + from
                + (to == null ? "" : " for " + to)
                + (spec != null && Volumes.recreated(spec) ? "" : ", and is not to be recreated"));
  }

  private static boolean bindsWithItsUser(Moment moment, Volumes.Bound bound) {
    for (Delta delta : moment.deltas()) {
      if (delta.created()
          && delta.place() instanceof Place.Assignment(String agent, _)
          && agent.equals(bound.agent())
          && delta.after() != null
          && Volumes.uids(delta.after().assignment()).contains(bound.uid())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a leader could take an agent for lost, or for declared gone, as late as {@code
   * leaderLag} ago: that transaction does not compare the agent's keys.
   */
  private boolean mayBeLost(AgentSight agent, Moment moment) {
    Held alive = agent.aliveKey();
    Held said = moment.world().get(moment.world().keys().spec(KeyLayout.AGENTS, "", agent.name()));
    if (agent.gone() || (said != null && late(moment.at(), said.at()))) {
      return true;
    }
    return alive == null
        ? moment.at().minus(agent.absentSince()).plus(rules.slack()).compareTo(rules.lostAfter())
            >= 0
        : late(moment.at(), alive.since());
  }

  private boolean late(Duration now, Duration since) {
    return now.minus(since).compareTo(rules.leaderLag()) < 0;
  }
}
