package dev.meso.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.resource.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFactsTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"400, 200", "1024, 768", "8192, 7373", "65536, 63488"})
  void aTenthOfTheMemoryIsKeptBackWithinBounds(long totalMib, long offeredMib) {
    assertThat(MachineFacts.offered(totalMib << 20) >> 20).isBetween(offeredMib - 1, offeredMib);
  }

  @Test
  void whatTheKernelSaysBecomesCapacityAndAttributes() throws Exception {
    Path proc = dir.resolve("proc");
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("meminfo"), "MemTotal:       1048576 kB\nMemFree: 5 kB\n");
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "b-1\n");
    Files.writeString(proc.resolve("sys/kernel/hostname"), "node7\n");
    MachineFacts facts = MachineFacts.detect(proc, dir, 4);
    assertThat(facts.capacity())
        .containsEntry("cpu", Quantity.parse("4"))
        .containsEntry("memory", Quantity.parse("768Mi"))
        .containsKey("disk");
    assertThat(facts.attributes())
        .containsEntry("detected.hostname", "node7")
        .containsKeys("detected.os", "detected.arch", "detected.kernel");
    assertThat(facts.bootId()).isEqualTo("b-1");
  }

  @Test
  void thisMachineCanBeDetected() throws Exception {
    assertThat(MachineFacts.detect(dir).bootId()).isNotEmpty();
  }

  @Test
  void memoryThatCannotBeReadIsAnErrorAndNotZero() {
    assertThatThrownBy(() -> MachineFacts.memTotal("MemFree: 5 kB\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MemTotal");
  }
}
