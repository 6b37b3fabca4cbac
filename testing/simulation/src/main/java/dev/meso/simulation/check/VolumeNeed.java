package dev.meso.simulation.check;

import dev.meso.simulation.check.model.AgentSight;
import dev.meso.simulation.check.model.Amounts;
import dev.meso.simulation.check.model.Value;
import dev.meso.simulation.check.model.World;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a task needs of its volumes to be placed.
 *
 * @param met whether each is there, stays, and is of the task's queue
 * @param homes the agents to which they are bound
 * @param alone uids of those that only one attempt may use
 * @param binds what is set aside for those that are bound with the task
 */
record VolumeNeed(boolean met, Set<String> homes, Set<String> alone, Amounts binds) {

  static VolumeNeed of(World world, JsonNode taskSpec, String namespace, long ordinal) {
    boolean met = true;
    Set<String> homes = new TreeSet<>();
    Set<String> alone = new TreeSet<>();
    Amounts binds = Amounts.NONE;
    for (Volumes.Named named : Volumes.named(taskSpec, ordinal)) {
      Value.Spec volume = Volumes.spec(world, namespace, named.volume());
      if (volume == null
          || volume.deleting()
          || !Volumes.queue(volume.spec()).equals(Accounts.queue(taskSpec))) {
        met = false;
        continue;
      }
      String home = Volumes.home(world, namespace, named.volume(), volume.uid());
      if (home == null) {
        binds = binds.plus(world.disk(volume.spec().path("size")));
      } else {
        homes.add(home);
      }
      if (!Volumes.shared(volume)) {
        alone.add(volume.uid());
      }
    }
    return new VolumeNeed(met, homes, alone, binds);
  }

  /** Whether an agent has the bound ones, and nobody there uses one that is for one alone. */
  boolean suits(AgentSight agent) {
    for (String home : homes) {
      if (!home.equals(agent.name())) {
        return false;
      }
    }
    for (String uid : alone) {
      if (Volumes.user(agent, uid) != null) {
        return false;
      }
    }
    return true;
  }
}
