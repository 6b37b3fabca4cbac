package dev.meso.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.key.Key;
import dev.meso.controller.core.placement.AgentRoom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void leaderThatReadsCopiesOfAJobHasThemRunningAndNothingToWrite() {
    Template template = new Template();
    Leader leader = new Leader();

    template.each(3, leader::hear);
    template.each(4, leader::hear);
    leader.takeOffice();
    Leader.Cost cost = leader.settle(_ -> {});

    assertThat(cost.writes).isZero();
    int tasks = 0;
    List<String> agents = new ArrayList<>();
    for (AgentRoom room : leader.state.rooms().all()) {
      tasks += room.tasks();
      agents.add(room.agent());
    }
    assertThat(tasks).isEqualTo(2 * Template.TASKS);
    assertThat(agents)
        .hasSize(2 * Template.AGENTS)
        .startsWith("agent-00030")
        .endsWith("agent-00049");
  }

  @Test
  void agentWithoutItsAliveKeyIsNoticed() {
    Template template = new Template();
    Leader leader = new Leader();

    template.each(
        3,
        (key, text) -> {
          if (!(key instanceof Key.Alive)) {
            leader.hear(key, text);
          }
        });
    leader.takeOffice();

    assertThat(leader.settle(_ -> {}).writes).isPositive();
  }
}
