package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meso.agent.cgroup.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver with this machine's control groups, where they may be made. */
class RealControlGroupsTest {

  @TempDir Path directory;
  private ControlGroups groups;
  private DriverFixture fixture;

  @BeforeEach
  void open() throws IOException {
    groups = ControlGroups.detect("test-" + UUID.randomUUID());
    fixture = new DriverFixture(directory, groups);
    assumeTrue(groups.enforcement().killsWholeTree(), () -> "no groups: " + groups.enforcement());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    fixture.close();
    assertThat(groups.names()).isEmpty();
  }

  @Test
  void aTreeThatLeftItsSessionAndItsEnvironmentIsKilled() throws Exception {
    Running running =
        fixture.sh(
            "far",
            "trap '' TERM; setsid --fork env -i sh -c 'echo $$ > pid; exec sleep 1000'; sleep"
                + " 1000");
    long far = fixture.number("far", "pid");
    fixture.driver.kill(running.id());
    assertThat(fixture.nextExit().reason()).isEqualTo(Exited.Reason.Killed);
    DriverFixture.waitUntil("it is gone", () -> !DriverFixture.lives(far));
    fixture.driver.destroy(running.id());
    assertThat(groups.names()).isEmpty();
  }

  @Test
  void whatLeftTheTreeEndsWithTheMainProcess() throws Exception {
    fixture.sh(
        "daemon",
        "setsid --fork env -i sh -c 'echo $$ > pid; exec sleep 1000'; "
            + "while [ ! -s pid ]; do :; done; echo last; exit 4");
    assertThat(fixture.nextExit().exitCode()).hasValue(4);
    assertThat(fixture.output("daemon")).isEqualTo("last\n");
    long pid = fixture.number("daemon", "pid");
    DriverFixture.waitUntil("it is gone", () -> !DriverFixture.lives(pid));
  }

  @Test
  void memoryAboveTheLimitIsKilledAndSaidSo() throws Exception {
    assumeTrue(groups.enforcement().memory(), "memory is not enforced here");
    Launch plain =
        DriverFixture.launch(
            directory, "hog", List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"));
    fixture.driver.start(limited(plain, OptionalLong.of(32L << 20), OptionalLong.empty()));
    Exited exited = fixture.nextExit();
    assertThat(exited.reason()).isEqualTo(Exited.Reason.OutOfMemory);
    assertThat(exited.signal()).hasValue(9);
  }

  @Test
  void limitsAreThoseThatWereAskedFor() throws Exception {
    assumeTrue(groups.enforcement().mode().equals("hybrid"), "version 1 files are read here");
    Launch plain = DriverFixture.launch(directory, "limits", List.of("sleep", "1000"));
    Running running =
        fixture.driver.start(limited(plain, OptionalLong.of(64L << 20), OptionalLong.of(250)));
    String name = groups.names().getFirst();
    for (Path group : groups.existing(name).directories()) {
      DriverFixture.waitUntil(
          group + " has the process",
          () ->
              DriverFixture.read(group.resolve("cgroup.procs")).strip().equals("" + running.pid()));
      if (Files.exists(group.resolve("memory.limit_in_bytes"))) {
        assertThat(Files.readString(group.resolve("memory.limit_in_bytes")))
            .isEqualTo("67108864\n");
      }
      if (Files.exists(group.resolve("cpu.cfs_quota_us"))) {
        assertThat(Files.readString(group.resolve("cpu.cfs_quota_us"))).isEqualTo("25000\n");
      }
    }
    fixture.driver.kill(running.id());
    fixture.nextExit();
  }

  private static Launch limited(Launch plain, OptionalLong memory, OptionalLong cpu) {
    return new Launch(
        plain.id(),
        plain.command(),
        plain.env(),
        plain.sandbox(),
        plain.workingDir(),
        memory,
        cpu,
        plain.logs(),
        plain.grace());
  }
}
