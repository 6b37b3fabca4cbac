package dev.meso.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.usage.AgentUsage;
import dev.meso.api.usage.ContainerUsage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With processes of this machine, as they are. */
class UsageMeterTest {
  private final String uid = UUID.randomUUID().toString();
  private final List<Process> started = new java.util.ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private void start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    started.add(builder.start());
  }

  private Map<String, String> mark(String container) {
    return Map.of(ProcessTree.MARK, uid + ".2." + container + ".0~12345678");
  }

  private ContainerUsage of(AgentUsage usage, String container) {
    return usage.containers().stream()
        .filter(c -> c.taskUid().equals(uid) && c.container().equals(container))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsBusyIsToldFromWhatWaits() throws Exception {
    start(mark("busy"), "sh", "-c", "while :; do :; done");
    start(mark("idle"), "sleep", "60");
    UsageMeter meter = UsageMeter.ofThisMachine(InstantSource.system());
    AgentUsage first = meter.measure();
    assertThat(of(first, "idle").cpuMillis()).isLessThan(50);
    assertThat(of(first, "busy").cpuMillis()).isBetween(50L, 1_100L);
    assertThat(of(first, "busy").attempt()).isEqualTo(2);
    assertThat(of(first, "idle").memoryBytes()).isBetween(10_000L, 100_000_000L);
    assertThat(first.cpuMillis()).isPositive();
    assertThat(first.memoryBytes()).isPositive();
    assertThat(first.windowMillis()).isGreaterThanOrEqualTo(500);
    // Asked again at once, nothing is measured anew.
    assertThat(meter.measure()).isSameAs(first);
  }

  @Test
  void aChildThatClearedItsEnvironmentBelongsToItsParent() throws Exception {
    start(mark("family"), "sh", "-c", "env -i sh -c 'while :; do :; done' & sleep 60");
    UsageMeter meter = UsageMeter.ofThisMachine(InstantSource.system());
    assertThat(of(meter.measure(), "family").cpuMillis()).isGreaterThan(50);
  }

  @Test
  void whatHasNoMarkOfOursIsNobodys() throws Exception {
    start(Map.of(ProcessTree.MARK, "nonsense"), "sleep", "60");
    AgentUsage usage = UsageMeter.ofThisMachine(InstantSource.system()).measure();
    assertThat(
            Stream.of(usage.containers().toArray(ContainerUsage[]::new))
                .map(ContainerUsage::taskUid))
        .doesNotContain("nonsense");
  }
}
