package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.agent.cgroup.ControlGroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number on record that now belongs to another process. */
class PidRecycledTest {

  @Test
  void aProcessWithARecycledNumberIsNeverSignalled() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      ProcessTable.Entry entry = ProcessTable.LIVE.find(stranger.pid()).orElseThrow();
      Identity dead = new Identity(stranger.pid(), entry.startTicks() - 100);
      Signals signals = new Signals(ProcessTable.LIVE);
      ProcessTree tree = new ProcessTree(ProcessTable.LIVE, signals);
      assertThat(ProcessTable.LIVE.lives(dead)).isFalse();
      assertThat(signals.terminate(dead)).isFalse();
      assertThat(signals.kill(dead)).isFalse();
      tree.terminate(dead);
      assertThat(
              tree.kill(
                  Optional.of(dead), "no-such-mark", ControlGroups.none("test").existing("x")))
          .isZero();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(signals.kill(new Identity(stranger.pid(), entry.startTicks()))).isTrue();
      assertThat(stranger.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void namesWithBracketsAndBlanksDoNotConfuseTheTable(@TempDir Path proc) throws Exception {
    Path one = Files.createDirectories(proc.resolve("42"));
    Files.writeString(
        one.resolve("stat"),
        "42 (a ) S 1) R 7 8 9 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2\n");
    assertThat(new ProcessTable(proc).find(42))
        .contains(new ProcessTable.Entry(42, 'R', 7, 8, 9, 987654, 5 + 6));
  }
}
