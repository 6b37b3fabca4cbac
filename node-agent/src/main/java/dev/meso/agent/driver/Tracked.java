package dev.meso.agent.driver;

import dev.meso.agent.cgroup.ContainerGroup;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container that the driver knows, and how far its end has been dealt with. */
final class Tracked {

  private final LaunchRecord launch;
  private final ContainerFiles files;
  private final ContainerGroup group;
  private final Running running;
  private final Optional<Identity> supervisor;
  private boolean restKilled;
  private @Nullable Exited exited;

  Tracked(
      LaunchRecord launch,
      ContainerFiles files,
      ContainerGroup group,
      Running running,
      Optional<Identity> supervisor) {
    this.launch = launch;
    this.files = files;
    this.group = group;
    this.running = running;
    this.supervisor = supervisor;
  }

  LaunchRecord launch() {
    return launch;
  }

  ContainerId id() {
    return launch.id();
  }

  ContainerFiles files() {
    return files;
  }

  ContainerGroup group() {
    return group;
  }

  Running running() {
    return running;
  }

  Identity main() {
    return new Identity(running.pid(), running.startTicks());
  }

  Optional<Identity> supervisor() {
    return supervisor;
  }

  /** True for the first caller: the rest of the tree is killed once. */
  synchronized boolean takeRestKill() {
    boolean first = !restKilled;
    restKilled = true;
    return first;
  }

  /** Sets the end; false if it was set before, and then nobody is to be told again. */
  synchronized boolean end(Exited how) {
    if (exited != null) {
      return false;
    }
    exited = how;
    return true;
  }

  synchronized Optional<Exited> exited() {
    return Optional.ofNullable(exited);
  }
}
