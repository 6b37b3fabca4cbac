package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which branches of the stop protocol a history is counted for. */
class StopBranchesTest {
  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  private Set<StopBranch> taken() {
    assertThat(story.found()).isEmpty();
    return story.checker().coverage().stops().keySet();
  }

  @Test
  void orderBeforeAnythingWasSaid() {
    story.place(task, "agent-1").stop(task).says(task, "Killed");
    assertThat(taken()).containsExactly(StopBranch.ORDERED_UNREPORTED, StopBranch.NEVER_STARTED);
  }

  @Test
  void orderWhileItStarts() {
    story.place(task, "agent-1").says(task, "Starting").stop(task);
    assertThat(taken()).containsExactly(StopBranch.ORDERED_STARTING);
  }

  @Test
  void killedWhenItsTimeIsOver() {
    story.runs(task, "agent-1").stop(task).ends(task).says(task, "Killed", ",\"signal\":9");
    assertThat(taken()).containsExactly(StopBranch.ORDERED_RUNNING, StopBranch.KILLED_AFTER_GRACE);
  }

  @Test
  void endedBeforeTheOrderWasSeen() {
    story.runs(task, "agent-1").stop(task).ends(task).says(task, "Succeeded");
    assertThat(taken()).containsExactly(StopBranch.ORDERED_RUNNING, StopBranch.ENDED_BEFORE_SEEN);
  }

  @Test
  void agentVanishesWhileItStops() {
    story.runs(task, "agent-1").stop(task).expire("/meso/alive/agent-1");
    assertThat(taken()).containsExactly(StopBranch.ORDERED_RUNNING, StopBranch.AGENT_UNREACHABLE);
  }

  @Test
  void removedBeforeItHadAPlace() {
    story.status(task).leader().delete(task.statusKey()).commit();
    assertThat(taken()).containsExactly(StopBranch.DELETED_UNASSIGNED);
  }

  @Test
  void nameIsTakenAgain() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(13).givesUp(task);
    story.leader().delete(task.statusKey()).commit();
    story.status(new TaskText("web-0", "later-uid", Story.APP));
    assertThat(taken()).containsExactly(StopBranch.ORDERED_RUNNING, StopBranch.NAME_TAKEN_AGAIN);
  }
}
