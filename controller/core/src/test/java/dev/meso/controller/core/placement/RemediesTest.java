package dev.meso.controller.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.MaintenanceWindow;
import dev.meso.api.kind.Taint;
import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What would make a task fit. */
class RemediesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Rooms rooms = new Rooms();

  @Test
  void theExampleOfTheirDescription() {
    agent("a1", "r1", 1700, true, null, null);
    agent("a2", "r1", 1000, true, null, null);
    for (String name : List.of("a3", "a4", "a5")) {
      agent(name, "r2", 4000, true, null, null);
    }
    assertThat(Remedies.of(rooms, demand(2000, "r1")))
        .containsExactly("on 3 agents without rack In [r1]", "on a1 with no more than 1700m cpu");
  }

  @Test
  void anAgentWithTwoThingsInTheWayIsToldOfByNeither() {
    agent("a1", "r2", 1000, true, null, null);
    assertThat(Remedies.of(rooms, demand(2000, "r1"))).isEmpty();
  }

  @Test
  void marksTaintsAndMaintenanceAreNamed() {
    agent("a1", "r1", 4000, false, null, null);
    agent("a2", "r1", 4000, true, new Taint("gpu", "yes", Taint.NO_SCHEDULE), null);
    Instant end = NOW.plusSeconds(600);
    agent("a3", "r1", 4000, true, null, new MaintenanceWindow(NOW.minusSeconds(60), end));
    agent("a4", "r1", 4000, true, null, new MaintenanceWindow(NOW, end.plusSeconds(60)));
    rooms.at(NOW);
    assertThat(Remedies.of(rooms, demand(2000, "r1")))
        .containsExactly(
            "on 1 agent once not marked unschedulable",
            "on 1 agent if it tolerated gpu=yes:NoSchedule",
            "on a3 when it is not worked on any more, after " + end);
  }

  private void agent(
      String name,
      String rack,
      long millis,
      boolean schedulable,
      @Nullable Taint taint,
      @Nullable MaintenanceWindow window) {
    rooms.put(
        new AgentFacts(
            name,
            "host",
            null,
            schedulable,
            new TreeMap<>(Map.of("rack", rack)),
            taint == null ? List.of() : List.of(taint),
            window == null ? List.of() : List.of(window),
            List.of(),
            Resources.of(millis, 1L << 30),
            PortRanges.NONE));
  }

  private static Demand demand(long millis, String rack) {
    return new Demand(
        new Shape(
            Resources.of(millis, 0),
            new TreeMap<>(Map.of("rack", rack)),
            Collections.emptySortedMap(),
            List.of()),
        "default",
        "default/App/g",
        false,
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }
}
