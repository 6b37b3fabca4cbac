package dev.meso.controller.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
  private final Members members = new Members(new ObjectRef(Kind.JOB, "default", "a-1"));

  @ParameterizedTest
  @CsvSource({
    "a-1-0,0",
    "a-1-17,17",
    "a-1-017,-1",
    "a-1-,-1",
    "a-1-1x,-1",
    "a-1,-1",
    "a-2-1,-1",
    "a-1-1234567890,-1"
  })
  void onlyCanonicalNamesOfTheOwnerAreNumbered(String name, int ordinal) {
    assertThat(members.ordinal(new TaskName("default", name))).isEqualTo(ordinal);
  }

  @Test
  void oneFarBeyondTheOthersTakesNoRoomForThoseBetween() {
    TaskRow far = row("a-1-999999999");
    TaskRow near = row("a-1-1");
    members.join(far);
    members.join(near);
    assertThat(members).containsExactly(near, far);
    assertThat(members.at(999_999_999)).isSameAs(far);
    assertThat(members.free(1)).isEqualTo(2);
    members.leave(far);
    assertThat(members).containsExactly(near);
  }

  @Test
  void theyAreInOrderThoughALeaderReadsThemInTheOrderOfTheirTexts() {
    List<TaskRow> rows = IntStream.range(0, 2_000).mapToObj(i -> row("a-1-" + i)).toList();
    rows.stream().sorted(Comparator.comparing(TaskRow::name)).forEach(members::join);
    assertThat(members).containsExactlyElementsOf(rows);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void membersAreThoseThatJoinedAndDidNotLeave(long seed) {
    Random random = new Random(seed);
    SortedMap<Integer, TaskRow> model = new TreeMap<>();
    for (int step = 0; step < 2_000; step++) {
      int ordinal = random.nextInt(random.nextBoolean() ? 40 : 400);
      TaskRow there = model.get(ordinal);
      if (there == null) {
        TaskRow row = row("a-1-" + ordinal);
        members.join(row);
        model.put(ordinal, row);
      } else {
        members.leave(there);
        model.remove(ordinal);
      }
      int from = random.nextInt(50);
      int free = from;
      while (model.containsKey(free)) {
        free++;
      }
      assertThat(members.free(from)).as("seed %d, step %d", seed, step).isEqualTo(free);
      assertThat(members.at(from)).isSameAs(model.get(from));
      assertThat(members).hasSameSizeAs(model.values());
    }
    assertThat(members).containsExactlyInAnyOrderElementsOf(model.values());
  }

  private static TaskRow row(String name) {
    return TaskRow.unknown(new TaskName("default", name));
  }
}
