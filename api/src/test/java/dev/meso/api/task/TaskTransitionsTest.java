package dev.meso.api.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table as people decided it, written down a second time so that a change is noticed. */
class TaskTransitionsTest {

  /** Columns of {@link #TABLE}, in the order of the phases. */
  private static final String COLUMNS = "P A s R S U + F K L";

  // "x": may follow, ".": may not, "=": the same phase, which is always allowed.
  private static final String TABLE =
      """
      PENDING     = x . . . . . . x .
      ASSIGNED    . = x x x x x x x x
      STARTING    . . = x x x x x x x
      RUNNING     . . x = x x x x x x
      STOPPING    . . . . = x x x x x
      UNREACHABLE x . x x x = x x x x
      SUCCEEDED   x . . . . . = . . .
      FAILED      x . . . . . . = . .
      KILLED      x . . . . . . . = .
      LOST        x . . . . . . . . =
      """;

  @Test
  void everyPhaseHasARowAndAColumn() {
    List<String> rows = TABLE.lines().map(line -> line.split(" +", -1)[0]).toList();

    assertThat(rows)
        .as("a phase was added: decide what may follow it and what it may follow")
        .isEqualTo(Arrays.stream(TaskPhase.values()).map(Enum::name).toList());
    assertThat(COLUMNS.split(" ", -1)).hasSameSizeAs(TaskPhase.values());
    assertThat(TABLE.lines())
        .allSatisfy(row -> assertThat(row.split(" +", -1)).hasSize(TaskPhase.values().length + 1));
  }

  @TestFactory
  Stream<DynamicTest> everyPairIsAsDecided() {
    List<DynamicTest> tests = new ArrayList<>();
    List<String> rows = TABLE.lines().toList();
    List<TaskPhase> phases = List.of(TaskPhase.values());
    for (int i = 0; i < phases.size(); i++) {
      TaskPhase from = phases.get(i);
      String[] row = rows.get(i).split(" +", -1);
      for (int j = 0; j < phases.size(); j++) {
        TaskPhase to = phases.get(j);
        String cell = row[j + 1];
        tests.add(
            dynamicTest(
                from + " to " + to,
                () -> {
                  assertThat(TaskTransitions.allowed(from, to)).isEqualTo(!cell.equals("."));
                  assertThat(TaskTransitions.after(from).contains(to)).isEqualTo(cell.equals("x"));
                  assertThat(cell.equals("=")).isEqualTo(from == to);
                }));
      }
    }
    return tests.stream();
  }

  @Test
  void anEndedAttemptIsFollowedOnlyByTheNextOne() {
    for (TaskPhase phase : TaskPhase.values()) {
      if (phase.terminal()) {
        assertThat(TaskTransitions.after(phase)).containsExactly(TaskPhase.PENDING);
      }
    }
  }

  @Test
  void labelsAreWhatStandsInJson() throws NoSuchFieldException {
    for (TaskPhase phase : TaskPhase.values()) {
      JsonProperty property =
          TaskPhase.class.getField(phase.name()).getAnnotation(JsonProperty.class);
      assertThat(property).isNotNull();
      assertThat(property.value()).isEqualTo(phase.label());
    }
  }
}
