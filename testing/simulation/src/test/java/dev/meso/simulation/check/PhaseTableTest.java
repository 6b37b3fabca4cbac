package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.task.TaskPhase;
import dev.meso.api.task.TaskTransitions;
import dev.meso.simulation.check.model.Phase;
import org.junit.jupiter.api.Test;

/** The checker's table was written down apart from the product's; they must say the same. */
class PhaseTableTest {
  @Test
  void bothTablesSayTheSame() {
    for (TaskPhase from : TaskPhase.values()) {
      Phase here = Phase.of(from.label()).orElseThrow();
      assertThat(here.terminal()).isEqualTo(from.terminal());
      assertThat(here.next().stream().map(Phase::label))
          .as("after " + from)
          .containsExactlyInAnyOrderElementsOf(
              TaskTransitions.after(from).stream().map(TaskPhase::label).toList());
    }
    assertThat(Phase.values()).hasSameSizeAs(TaskPhase.values());
  }
}
