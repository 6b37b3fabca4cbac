package dev.meso.agent.cgroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** No control groups: containers run without limits, and their trees are found by other means. */
final class NoGroups implements ControlGroups {

  private static final ContainerGroup NOTHING =
      new ContainerGroup(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Enforcement enforcement;

  NoGroups(String why) {
    this.enforcement = Enforcement.none(why);
  }

  @Override
  public Enforcement enforcement() {
    return enforcement;
  }

  @Override
  public ContainerGroup create(
      String name, OptionalLong memoryBytesMax, OptionalLong cpuMillisMax) {
    return NOTHING;
  }

  @Override
  public ContainerGroup existing(String name) {
    return NOTHING;
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public void close() {}
}
