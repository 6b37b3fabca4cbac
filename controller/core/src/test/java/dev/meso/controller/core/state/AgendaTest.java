package dev.meso.controller.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.Kind;
import dev.meso.controller.core.placement.Demand;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.Upkeep;
import dev.meso.controller.core.sim.World;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final ObjectRef JOB = new ObjectRef(Kind.JOB, World.NS, "train");

  private final Agenda agenda = new Agenda();

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

  private static Upkeep decided(Ask... asks) {
    SortedMap<ObjectRef, SortedSet<Ask>> unplaced =
        asks.length == 0
            ? new TreeMap<>()
            : new TreeMap<>(Map.of(JOB, new TreeSet<>(List.of(asks))));
    return new Upkeep(
        new TreeSet<>(List.of(JOB)), new TreeSet<>(), new TreeMap<>(), unplaced, true, null, false);
  }

  private static Ask ask(@Nullable String nominated, Ask.Gang gang) {
    Demand demand =
        Demand.of(World.spec(1000), World.NS, "train-0", null, Collections.emptySortedMap());
    return new Ask(JOB, "default", 0, Instant.EPOCH, "", true, nominated, gang, demand, 1);
  }
}
