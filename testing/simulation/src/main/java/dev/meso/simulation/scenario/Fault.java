package dev.meso.simulation.scenario;

import java.time.Duration;

/** Something that goes wrong. Nodes are numbered from 1; {@code leader} is 0 among controllers. */
public sealed interface Fault extends Deed {

  /** A controller is killed before its n-th effect from now, and starts anew, empty. */
  record CrashController(int controller, int afterEffects, Duration down) implements Fault {}

  /** An agent's process is killed before its n-th effect; its containers run on. */
  record CrashAgent(int agent, int afterEffects, Duration down) implements Fault {}

  /** A controller stands still, longer than its lease, and goes on as if nothing was. */
  record PauseController(int controller, Duration time) implements Fault {}

  record PauseAgent(int agent, Duration time) implements Fault {}

  /** Nothing passes between a controller and the store. */
  record CutController(int controller, Duration time) implements Fault {}

  record CutAgent(int agent, Duration time) implements Fault {}

  /** All agents but so many are cut off at once. */
  record CutAgents(int spared, Duration time) implements Fault {}

  /** Every watch breaks. */
  record LoseWatches() implements Fault {}

  /** The history is compacted under watches that lag. */
  record Compact() implements Fault {}

  /** The history is compacted while a node is cut off. */
  record CompactBehind(Spell.Whom whom, Duration time) implements Fault {}

  /** The network of one node, or of all, behaves badly for a while. */
  record BadNetwork(Spell.Whom whom, Spell.Kind kind, Duration time) implements Fault {}

  /** The store's process is down. */
  record StoreDown(Duration time) implements Fault {}

  /** The store's process stands still. */
  record StoreFrozen(Duration time) implements Fault {}

  /** A machine burns down; another takes its name after a while, or an admin says it is gone. */
  record MachineLost(int agent, Duration replacedAfter, boolean declared) implements Fault {}

  /** A machine starts anew: its processes are gone, its disk is not. */
  record Reboot(int agent, Duration down) implements Fault {}

  /** The wall clock of one node jumps. */
  record ClockJump(Spell.Whom whom, Duration by) implements Fault {}

  /** Nothing can be started on a machine. */
  record DiskFull(int agent, Duration time) implements Fault {}

  /** Somebody kills a container's process. */
  record Accident(int agent, int pick) implements Fault {}

  /** A second machine claims the name of one that lives. */
  record Impostor(int agent, Duration time) implements Fault {}
}
