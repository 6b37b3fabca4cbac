package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound histories: nothing is found, and what they contained is counted. */
class LifeTest {
  private static final List<AgentFact> BOTH =
      List.of(new AgentFact("agent-1", true), new AgentFact("agent-2", true));

  @Test
  void taskThatRunsAndIsStoppedIsSound() {
    Story story = Story.begun();
    TaskText task = Story.web();
    story.runs(task, "agent-1").stop(task).ends(task);
    story.says(task, "Killed", ",\"exitCode\":143").release(task, "Killed", ",\"exitCode\":143");
    story.forget(task);
    assertThat(story.checker().violations()).isEmpty();
    Coverage coverage = story.checker().coverage();
    assertThat(coverage.transitions())
        .containsEntry("Assigned->Running", 1L)
        .containsEntry("Stopping->Killed", 1L);
    assertThat(coverage.stops())
        .containsEntry(StopBranch.ORDERED_RUNNING, 1L)
        .containsEntry(StopBranch.ENDED_IN_GRACE, 1L);
    assertThat(coverage.writers()).containsKeys("controller", "agent", "user");
    assertThat(coverage.evaluated().get("fenced-leader")).isPositive();
  }

  @Test
  void replacedTaskOfALostAgentIsSound() {
    Story story = Story.begun();
    TaskText task = Story.web();
    story.runs(task, "agent-1").later(10).expire("/meso/alive/agent-1").later(13);
    TaskText old = Story.web().pretend(1, "agent-1");
    story.givesUp(task).follows(task, "Pending").place(task, "agent-2").starts(task);
    story.says(task, "Running").follows(task, "Running").later(5).join("agent-1").ends(old);
    story.says(old, "Killed", ",\"exitCode\":143");
    story.leader().delete(old.assignmentKey()).commit().forget(old);
    assertThat(story.checker().violations()).isEmpty();
  }

  @Test
  void clusterThatDoesWhatIsWishedIsSettled() {
    Story story = Story.begun();
    TaskText task = Story.web();
    story.runs(task, "agent-1");
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", appStatus(1))
        .commit();
    ready(story, "agent-1");
    ready(story, "agent-2");
    assertThat(story.checker().violations()).isEmpty();
    assertThat(story.checker().settled(story.now(), BOTH)).isEmpty();
    assertThat(story.checker().quietSince(story.now())).isEmpty();
  }

  static String appStatus(int ready) {
    return "{\"metadata\":{\"uid\":\"%s\"},\"status\":{\"observedGeneration\":1,\"readyReplicas\":%d}}"
        .formatted(Story.APP, ready);
  }

  static void ready(Story story, String agent) {
    story
        .leader()
        .guardUnchanged("/meso/status/agents/" + agent)
        .put(
            "/meso/status/agents/" + agent,
            "{\"metadata\":{\"uid\":\"m\"},\"status\":{\"phase\":\"Ready\"}}")
        .commit();
  }
}
