package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is left to do when nobody disturbs any more. */
class SettledTest {
  private static final List<AgentFact> BOTH =
      List.of(new AgentFact("agent-1", true), new AgentFact("agent-2", true));

  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  private Set<String> unsettled(List<AgentFact> agents) {
    Set<String> names = new TreeSet<>();
    story.checker().settled(story.now(), agents).forEach(each -> names.add(each.invariant()));
    return names;
  }

  private void ready(int tasks) {
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(tasks))
        .commit();
    LifeTest.ready(story, "agent-1");
    LifeTest.ready(story, "agent-2");
  }

  @Test
  void missingTaskIsFound() {
    ready(0);
    assertThat(unsettled(BOTH)).containsExactly("settled-app", "settled-task");
  }

  @Test
  void pendingTaskForWhichThereIsRoomIsFound() {
    story.status(task);
    ready(0);
    assertThat(unsettled(BOTH)).containsExactly("settled-task");
  }

  @Test
  void pendingTaskForWhichThereIsNoRoomIsSettled() {
    story.register("agent-1", "999m").register("agent-2", "500m").status(task);
    ready(0);
    assertThat(unsettled(BOTH)).isEmpty();
  }

  @Test
  void pendingTaskThatOnlyADeadAgentCouldTakeIsSettled() {
    story.register("agent-1", "500m").expire("/meso/alive/agent-2").status(task);
    ready(0);
    story
        .leader()
        .guardUnchanged("/meso/status/agents/agent-2")
        .put("/meso/status/agents/agent-2", "{\"metadata\":{},\"status\":{\"phase\":\"Suspect\"}}")
        .commit();
    assertThat(unsettled(List.of(new AgentFact("agent-1", true), new AgentFact("agent-2", false))))
        .isEmpty();
  }

  @Test
  void taskThatWaitsForItsLostAgentIsSettled() {
    task.waits();
    unreachable();
    assertThat(unsettled(List.of(new AgentFact("agent-1", false), new AgentFact("agent-2", true))))
        .isEmpty();
  }

  @Test
  void taskThatIsNotReplacedIsFound() {
    unreachable();
    assertThat(unsettled(List.of(new AgentFact("agent-1", false), new AgentFact("agent-2", true))))
        .containsExactly("settled-orphan", "settled-task");
  }

  private void unreachable() {
    story.runs(task, "agent-1");
    ready(0);
    story.later(30).expire("/meso/alive/agent-1").later(12.1).follows(task, "Unreachable");
    story
        .leader()
        .guardUnchanged("/meso/status/agents/agent-1")
        .put("/meso/status/agents/agent-1", "{\"metadata\":{},\"status\":{\"phase\":\"Lost\"}}")
        .commit();
    story.later(60);
  }

  @Test
  void backOffMayRunForFiveMinutes() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed").release(task, "Failed", "");
    story.forget(task).follows(task.failed(9, "BackOff"), "Pending");
    ready(0);
    story.later(200);
    assertThat(unsettled(BOTH)).isEmpty();
    story.later(200);
    assertThat(unsettled(BOTH)).containsExactly("settled-task");
  }

  @Test
  void runningTaskWithoutAProcessIsFound() {
    story.place(task, "agent-1").says(task, "Running").follows(task, "Running");
    TaskText other = new TaskText("web-9", "other", Story.APP);
    story.place(other.port(31001), "agent-2").starts(other);
    ready(1);
    assertThat(unsettled(BOTH)).contains("settled-task", "settled-process");
  }

  @Test
  void assignmentThatIsStillToStopIsFound() {
    story.runs(task, "agent-1").stop(task);
    ready(0);
    assertThat(unsettled(BOTH)).contains("settled-orphan", "settled-task");
  }

  @Test
  void reportThatIsLeftIsFound() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed").release(task, "Failed", "");
    ready(0);
    assertThat(unsettled(BOTH)).contains("settled-orphan");
  }

  @Test
  void deletedObjectThatIsStillThereIsFound() {
    story.change(Story.APP_KEY, Story.marked(Story.app(Story.APP, 1)));
    ready(0);
    assertThat(unsettled(BOTH)).containsExactly("settled-deleted");
  }

  @Test
  void livingAgentThatIsNotReadyIsFound() {
    story.runs(task, "agent-1");
    ready(1);
    story.expire("/meso/alive/agent-2");
    assertThat(unsettled(BOTH)).containsExactly("settled-agent");
  }

  @Test
  void jobThatIsNotOverAndDoesNothingIsFound() {
    story.create(
        "/meso/spec/jobs/default/count",
        "{\"metadata\":{\"uid\":\"j\"},\"spec\":{\"completions\":2}}");
    story.runs(task, "agent-1");
    ready(1);
    assertThat(unsettled(BOTH)).containsExactly("settled-job");
  }

  @Test
  void writeInAQuietClusterIsFound() {
    story.later(10).join("agent-3");
    assertThat(story.checker().quietSince(story.now().minusSeconds(1))).isEmpty();
    story.status(task);
    assertThat(story.checker().quietSince(story.now().minusSeconds(1)))
        .extracting(Violation::invariant)
        .containsExactly("quiet-cluster");
  }
}
