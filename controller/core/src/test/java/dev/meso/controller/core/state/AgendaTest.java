package dev.meso.controller.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.api.time.Now;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.plan.Alarm;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Extent;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Upkeep;
import dev.meso.controller.core.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final ObjectRef JOB = new ObjectRef(Kind.JOB, World.NS, "train");

  private final Agenda agenda = new Agenda();

  @BeforeEach
  void open() {
    agenda.open();
  }

  @Test
  void whoeverDoesNotDecideNotesNothing() {
    agenda.close();
    agenda.dirty(JOB);
    agenda.dirty(JOB, Extent.of("train-1"));
    assertThat(due(0)).isEmpty();
  }

  @Test
  void gangsWaitForRoomUntilTheyAreLookedAtAgain() {
    Ask gang = ask(null, new Ask.Gang(3, false));
    agenda.done(decided(gang));
    assertThat(agenda.gangs()).containsExactly(gang);
    assertThat(agenda.roomHasGrown()).isFalse();
    agenda.done(decided(gang));
    assertThat(agenda.roomHasGrown()).isFalse();
    agenda.done(decided());
    assertThat(agenda.gangs()).isEmpty();
    assertThat(agenda.roomHasGrown()).as("what was kept for it is there for others").isTrue();
  }

  @Test
  void membersForWhichAnAgentIsClearedAreNoGangThatWaits() {
    agenda.done(decided(ask("a1", new Ask.Gang(3, true))));
    assertThat(agenda.gangs()).isEmpty();
  }

  @Test
  void tasksThatArePlacedEachForItselfAreNoGang() {
    agenda.done(decided(ask(null, Ask.Gang.NONE)));
    assertThat(agenda.gangs()).isEmpty();
  }

  @Test
  void someTasksOfAnObjectAreDirtyUntilAllOfItIs() {
    agenda.dirty(JOB, Extent.of("train-1"));
    agenda.dirty(JOB, Extent.of("train-2"));
    assertThat(due(0)).isEqualTo(Map.of(JOB, extent("train-1", "train-2")));
    agenda.dirty(JOB);
    agenda.dirty(JOB, Extent.of("train-3"));
    assertThat(due(0)).isEqualTo(Map.of(JOB, Extent.WHOLE));
    agenda.done(decided());
    assertThat(due(0)).isEmpty();
  }

  @Test
  void allOfAnObjectIsDirtyWhereOneTaskMattersToOthersOrWaits() {
    agenda.done(looked(Extent.WHOLE, Map.of(), JOB));
    agenda.dirty(JOB, Extent.of("train-1"));
    assertThat(due(0)).isEqualTo(Map.of(JOB, Extent.WHOLE));
    agenda.done(decided());
    agenda.dirty(JOB, Extent.of("train-1"));
    assertThat(due(0)).isEqualTo(Map.of(JOB, extent("train-1")));
    agenda.done(decided(ask(null, Ask.Gang.NONE)));
    agenda.dirty(JOB, Extent.of("train-1"));
    assertThat(due(0)).isEqualTo(Map.of(JOB, Extent.WHOLE));
  }

  @Test
  void theTimesOfTasksThatWereNotLookedAtStand() {
    agenda.done(looked(Extent.WHOLE, Map.of("train-1", 5, "train-2", 9, Alarm.ALL, 20)));
    assertThat(due(5)).isEqualTo(Map.of(JOB, extent("train-1")));
    assertThat(due(9)).isEqualTo(Map.of(JOB, extent("train-1", "train-2")));
    assertThat(due(20)).isEqualTo(Map.of(JOB, Extent.WHOLE));
    var settled = new TreeMap<>(Map.of(JOB, extent("train-1")));
    assertThat(agenda.nextTimerExcept(settled)).isEqualTo(Duration.ofSeconds(9));
    agenda.done(looked(extent("train-1"), Map.of()));
    assertThat(agenda.nextTimer()).isEqualTo(Duration.ofSeconds(9));
    agenda.done(looked(Extent.WHOLE, Map.of()));
    assertThat(agenda.nextTimer()).isNull();
  }

  private Map<ObjectRef, Extent> due(int seconds) {
    return agenda.due(new Now(Instant.EPOCH, Duration.ofSeconds(seconds)));
  }

  private static Extent extent(String... tasks) {
    return new Extent(new TreeSet<>(List.of(tasks)));
  }

  private static Upkeep looked(Extent extent, Map<String, Integer> times, ObjectRef... entangled) {
    SortedMap<Alarm, Duration> alarms = new TreeMap<>();
    times.forEach((task, at) -> alarms.put(new Alarm(JOB, task), Duration.ofSeconds(at)));
    return new Upkeep(
        new TreeMap<>(Map.of(JOB, extent)),
        new TreeMap<>(),
        new TreeSet<>(List.of(entangled)),
        alarms,
        new TreeMap<>(),
        true,
        null,
        false);
  }

  private static Upkeep decided(Ask... asks) {
    SortedMap<ObjectRef, SortedSet<Ask>> unplaced =
        asks.length == 0
            ? new TreeMap<>()
            : new TreeMap<>(Map.of(JOB, new TreeSet<>(List.of(asks))));
    return new Upkeep(
        new TreeMap<>(Map.of(JOB, Extent.WHOLE)),
        new TreeMap<>(),
        new TreeSet<>(),
        new TreeMap<>(),
        unplaced,
        true,
        null,
        false);
  }

  private static Ask ask(@Nullable String nominated, Ask.Gang gang) {
    Demand demand =
        Demand.of(World.spec(1000), World.NS, "train-0", null, Collections.emptySortedMap());
    return new Ask(JOB, "default", 0, Instant.EPOCH, "", true, nominated, gang, demand, 1);
  }
}
