package dev.meso.simulation.machine;

import dev.meso.agent.driver.ContainerId;
import dev.meso.agent.driver.Exited;
import dev.meso.agent.driver.Running;
import org.jspecify.annotations.Nullable;

/** One container on the disk and in the process table of a machine. */
final class Container {
  final Running running;
  final Behaviour behaviour;
  final String bootId;
  boolean terminated;
  @Nullable Exited exited;

  Container(Running running, Behaviour behaviour, String bootId) {
    this.running = running;
    this.behaviour = behaviour;
    this.bootId = bootId;
  }

  ContainerId id() {
    return running.id();
  }

  boolean runs() {
    return exited == null;
  }
}
