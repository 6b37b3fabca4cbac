package dev.meso.benchmarks.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.controller.core.placement.AgentRoom;
import dev.meso.controller.core.placement.Dimensions;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Rooms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceTest {
  private static final String PODS = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\n";

  @TempDir Path directory;

  @BeforeEach
  void twoNodes() throws IOException {
    Files.writeString(
        directory.resolve(Openb.NODES),
        "sn,cpu_milli,memory_mib,gpu,model\nn0,32000,1024,0,\nn1,8000,2048,2,T4\n");
  }

  @Test
  void partOfADeviceIsReadAsAWholeOne() throws IOException {
    Workload read = pods("p0,6000,12,1,460,\n");

    assertThat(read.agents().getLast().capacity().gpus()).isEqualTo(2);
    assertThat(read.agents().getLast().capacity().memoryBytes()).isEqualTo(2048L << 20);
    assertThat(read.tasks().getFirst().shape().resources().gpus()).isEqualTo(1);
    assertThat(read.tasks().getFirst().shape().resources().cpuMillis()).isEqualTo(6000);
  }

  @Test
  void podThatNamesModelsGoesOnlyToOneOfThem() throws IOException {
    Workload read = pods("p0,1,1,1,1000,P100|T4\np1,1,1,1,1000,P100\n");
    Rooms rooms = read.rooms();
    rooms.begin();

    Found found = Policy.PACK.placer(1).place(rooms, read.tasks().getFirst(), 0);

    assertThat(found).isNotNull();
    assertThat(Policy.PACK.placer(1).place(rooms, read.tasks().getLast(), 0)).isNull();
    assertThat(new Inflation(read).impossible()).isEqualTo(1);
  }

  @Test
  void lineThatLacksAFieldIsNamed() {
    assertThatThrownBy(() -> pods("p0,1\n"))
        .hasMessage("openb_pod_list_default.csv, line 2: expected 6 fields, found 2");
  }

  @Test
  void traceOfWhichNobodyAsksForWhatIsMeasuredIsRefused() throws IOException {
    Workload read = pods("p0,1,1,0,0,\n");
    assertThatThrownBy(() -> new Inflation(read))
        .hasMessage("openb: expected tasks that fit and ask for gpu, found none");
  }

  @Test
  void sameSeedDrawsTheSame() {
    assertThat(Drawn.of(3).tasks()).isEqualTo(Drawn.of(3).tasks());
    assertThat(Drawn.of(3).agents()).isEqualTo(Drawn.of(3).agents());
    assertThat(Drawn.of(3).tasks()).isNotEqualTo(Drawn.of(4).tasks());
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void whatTasksTookIsWhatAgentsLack(Policy policy) {
    Workload drawn = Drawn.of(3);
    Inflation inflation = new Inflation(drawn);
    Rooms rooms = drawn.rooms();

    Inflation.Outcome outcome = inflation.run(rooms, policy, 5);

    long used = 0;
    for (AgentRoom room : rooms.all()) {
      used += room.used(Dimensions.CPU);
      assertThat(room.free(Dimensions.CPU)).isNotNegative();
      assertThat(room.free(Dimensions.MEMORY)).isNotNegative();
    }
    assertThat(outcome.used()).isPositive().isEqualTo(used);
    assertThat(outcome.curve()).hasSize(Inflation.POINTS).isSorted();
    assertThat(inflation.run(policy, 5)).isEqualTo(outcome);
  }

  private Workload pods(String lines) throws IOException {
    Files.writeString(directory.resolve(Openb.PODS), PODS + lines);
    return Openb.read(directory);
  }
}
