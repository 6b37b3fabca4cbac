package dev.meso.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File names and contents on a made-up tree; the kernel's part is in RealControlGroupsTest. */
class ControlGroupsTest {

  @TempDir Path mount;

  @Test
  void mountsAreReadFromMountinfo() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            List.of(
                "33 31 0:30 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                "41 31 0:38 / /sys/fs/cgroup/uni\\040fied rw shared:3 - cgroup2 cgroup2 rw",
                "1 2 0:3 / / rw - ext4 /dev/sda rw",
                "nonsense"));
    assertThat(mounts.unified()).contains(Path.of("/sys/fs/cgroup/uni fied"));
    assertThat(mounts.controller("cpu")).contains(Path.of("/sys/fs/cgroup/cpu"));
    assertThat(mounts.controller("memory")).isEmpty();
  }

  @Test
  void version2HandsControllersDownAndWritesLimits() throws IOException {
    fakeDirectory(mount);
    fakeDirectory(mount.resolve("meso"));
    Path root = fakeDirectory(mount.resolve("meso/a-1"));
    Path group = root.resolve("c");
    Files.createDirectories(group);
    for (String file :
        List.of("memory.max", "memory.swap.max", "memory.oom.group", "cpu.max", "cgroup.kill")) {
      Files.writeString(group.resolve(file), "");
    }
    Files.writeString(group.resolve("memory.events"), "low 0\noom 2\noom_kill 3\n");
    Files.writeString(group.resolve("cgroup.procs"), "12\n34\n");

    ControlGroups groups =
        ControlGroups.detect("a-1", new CgroupMounts(Optional.of(mount), Map.of()));

    assertThat(groups.enforcement().mode()).isEqualTo("v2");
    assertThat(groups.enforcement().memory()).isTrue();
    assertThat(groups.enforcement().cpu()).isTrue();
    assertThat(Files.readString(root.resolve("cgroup.subtree_control"))).isEqualTo("+cpu");
    ContainerGroup made = groups.create("c", OptionalLong.of(1 << 20), OptionalLong.of(1500));
    assertThat(Files.readString(group.resolve("memory.max"))).isEqualTo("1048576");
    assertThat(Files.readString(group.resolve("memory.swap.max"))).isEqualTo("0");
    assertThat(Files.readString(group.resolve("memory.oom.group"))).isEqualTo("1");
    assertThat(Files.readString(group.resolve("cpu.max"))).isEqualTo("150000 100000");
    assertThat(made.oomKills()).isEqualTo(3);
    assertThat(made.pids()).containsExactly(12L, 34L);
    assertThat(made.joinFiles()).containsExactly(group.resolve("cgroup.procs"));
    assertThat(made.kill(_ -> {})).isTrue();
    assertThat(Files.readString(group.resolve("cgroup.kill"))).isEqualTo("1");
    assertThat(groups.names()).containsExactly("c");
  }

  @Test
  void withoutMountsNothingIsEnforcedAndSaidSo() throws IOException {
    ControlGroups groups =
        ControlGroups.detect("a-1", new CgroupMounts(Optional.empty(), Map.of()));
    assertThat(groups.enforcement().mode()).isEqualTo("none");
    assertThat(groups.create("c", OptionalLong.of(1), OptionalLong.of(1)).directories()).isEmpty();
  }

  private static Path fakeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
    Files.writeString(directory.resolve("cgroup.subtree_control"), "");
    Files.writeString(directory.resolve("cgroup.kill"), "");
    return directory;
  }
}
