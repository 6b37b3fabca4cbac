package dev.meso.simulation.check;

import dev.meso.simulation.check.ProcessEvent.Run;
import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.AttemptPath;
import dev.meso.simulation.check.model.Delta;
import dev.meso.simulation.check.model.Held;
import dev.meso.simulation.check.model.Place;
import dev.meso.simulation.check.model.Tried;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * "Unless it is {@code shared}, one attempt uses a volume at a time: the next one waits until the
 * assignment of the one before is gone." Another agent may have an assignment that names it only if
 * the volume is recreated when its agent is lost. On one machine no two attempts that name it run
 * at the same time, save what a machine ran whose name another one took.
 */
final class VolumeAlone implements Invariant {
  private final Processes processes;
  // Uids of the volumes that are not shared; a run has few.
  private final Set<String> unshared = new TreeSet<>();

  VolumeAlone(Processes processes) {
    this.processes = processes;
  }

  @Override
  public String name() {
    return "volume-alone";
  }

  @Override
  public void check(Moment moment, Findings findings) {
    for (Delta delta : moment.deltas()) {
      if (delta.created()
          && delta.place() instanceof Place.Assignment(String agent, AttemptPath path)
          && delta.after() != null
          && delta.after().value() instanceof Value.Assignment made) {
        long ordinal = Volumes.ordinal(moment.world(), made.uid());
        for (Volumes.Named named : Volumes.named(made.body().path("spec"), ordinal)) {
          Value.Spec volume = Volumes.spec(moment.world(), path.task().namespace(), named.volume());
          if (volume != null && !Volumes.shared(volume)) {
            unshared.add(volume.uid());
            alone(moment.world(), agent, delta.key(), volume, findings);
          }
        }
      }
    }
  }

  private void alone(World world, String agent, String key, Value.Spec volume, Findings findings) {
    for (AgentSight other : world.agents()) {
      for (Map.Entry<AttemptPath, Held> entry : other.assignments().entrySet()) {
        Held held = entry.getValue();
        boolean uses =
            !held.key().equals(key) && Volumes.uids(held.assignment()).contains(volume.uid());
        findings.require(
            !uses || (!other.name().equals(agent) && Volumes.recreated(volume)),
            name(),
            () -> key + " and " + held.key() + " use volume " + volume.uid() + " at once");
      }
    }
  }

  @Override
  public void check(ProcessEvent event, World world, Findings findings) {
    if (!(event instanceof ProcessEvent.Started(_, String agent, Run run)) || unshared.isEmpty()) {
      return;
    }
    Set<String> mine = own(world.tried(run.uid(), run.attempt()));
    if (mine.isEmpty()) {
      return;
    }
    for (Processes.Live live : processes.on(agent)) {
      boolean same = live.run().uid().equals(run.uid()) && live.run().attempt() == run.attempt();
      Tried tried = world.tried(live.run().uid(), live.run().attempt());
      Set<String> both = new TreeSet<>(own(tried));
      both.retainAll(mine);
      findings.require(
          same || both.isEmpty() || tried == null || tried.disowned(),
          name(),
          () -> run + " was started with volumes " + both + " that " + live.run() + " uses");
    }
  }

  /** The volumes that an attempt has for itself. */
  private Set<String> own(@Nullable Tried tried) {
    Set<String> uids = Volumes.uids(tried == null ? null : tried.assignment());
    uids.retainAll(unshared);
    return uids;
  }
}
