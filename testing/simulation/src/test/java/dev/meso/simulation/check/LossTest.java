package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What may vanish, when an agent is lost, and when its tasks may be replaced. */
class LossTest {
  private static final String JOB_KEY = "/meso/spec/jobs/default/count";
  private static final String JOB = "{\"metadata\":{\"uid\":\"j\"},\"spec\":{}}";

  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  private void remove(String key) {
    story.leader().guardUnchanged(key).delete(key).commit();
  }

  @Test
  void deletedObjectMayGo() {
    story.create(JOB_KEY, JOB).change(JOB_KEY, Story.marked(JOB));
    remove(JOB_KEY);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void objectThatNobodyDeletedMayNotGo() {
    story.create(JOB_KEY, JOB);
    remove(JOB_KEY);
    assertThat(story.found()).containsExactly("nothing-lost", "writer-of-prefix");
  }

  @Test
  void objectThatAFinalizerHoldsMayNotGo() {
    String held = JOB.replace("\"uid\"", "\"finalizers\":[\"example.com/keep\"],\"uid\"");
    story.create(JOB_KEY, held).change(JOB_KEY, Story.marked(held));
    remove(JOB_KEY);
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void ownerMayNotGoBeforeItsTasks() {
    story.runs(task, "agent-1").change(Story.APP_KEY, Story.marked(Story.app(Story.APP, 1)));
    remove(Story.APP_KEY);
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void taskMayNotGoBeforeItsAssignment() {
    story.runs(task, "agent-1").stop(task);
    remove(task.statusKey());
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void namespaceMayNotGoBeforeWhatIsInIt() {
    String key = "/meso/spec/namespaces/default";
    String namespace = "{\"metadata\":{\"name\":\"default\",\"uid\":\"ns\"},\"spec\":{}}";
    story.change(key, Story.marked(namespace));
    remove(key);
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void statusMayNotGoBeforeItsObject() {
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(0))
        .commit();
    remove("/meso/status/apps/default/web");
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void assignmentMayNotGoBeforeTheReport() {
    story.runs(task, "agent-1").stop(task);
    remove(task.assignmentKey());
    assertThat(story.found()).containsExactly("stop-protocol");
  }

  @Test
  void assignmentOfALostAgentStays() {
    story.runs(task, "agent-1").expire("/meso/alive/agent-1").later(13).givesUp(task);
    remove(task.assignmentKey());
    assertThat(story.found()).containsExactly("stop-protocol");
  }

  @Test
  void outcomeIsRecordedBeforeItIsForgotten() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed");
    remove(task.assignmentKey());
    assertThat(story.found()).containsExactly("outcome-recorded");
  }

  @Test
  void reportStaysUntilItIsHeard() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed").forget(task);
    assertThat(story.found()).containsExactly("report-kept");
  }

  @Test
  void endIsFinal() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed").says(task, "Running");
    assertThat(story.found()).containsExactly("report-final");
  }

  @Test
  void reportAnswersAnAssignment() {
    task.place("agent-1");
    story.says(task, "Running");
    assertThat(story.found()).containsExactly("report-final");
  }

  @Test
  void agentIsNotLostTooEarly() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(11.9);
    story.follows(task, "Unreachable");
    assertThat(story.found()).containsExactly("lost-proven");
  }

  @Test
  void newLeaderBeginsToCount() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(10);
    story.expire("/meso/leader").elect(Story.LEADER).later(3).follows(task, "Unreachable");
    assertThat(story.found()).containsExactly("lost-proven");
  }

  @Test
  void outageBeginsTheCountAnew() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(10);
    story.checker().storeBack(story.now());
    story.later(3).follows(task, "Unreachable");
    assertThat(story.found()).containsExactly("lost-proven");
  }

  @Test
  void livingAgentIsNotLost() {
    story.later(30);
    story
        .leader()
        .guardUnchanged("/meso/status/agents/agent-1")
        .put("/meso/status/agents/agent-1", "{\"metadata\":{},\"status\":{\"phase\":\"Lost\"}}")
        .commit();
    assertThat(story.found()).containsExactly("lost-proven");
  }

  @Test
  void taskMayGoWithAnAgentThatIsLost() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(12.1);
    stopAndRemove();
    assertThat(story.found()).isEmpty();
  }

  @Test
  void taskMayNotGoWithAnAgentThatIsOnlyMissing() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(5);
    stopAndRemove();
    assertThat(story.found()).containsExactly("lost-proven");
  }

  private void stopAndRemove() {
    story
        .leader()
        .guardUnchanged(task.statusKey())
        .delete(task.statusKey())
        .put(task.assignmentKey(), task.assignment("stop"))
        .commit();
  }

  @Test
  void outcomeOfAnAttemptThatWasGivenUpIsNotNeeded() {
    story.runs(task, "agent-1").later(30).expire("/meso/alive/agent-1").later(12.1);
    story.givesUp(task).follows(task, "Pending").follows(task, "Killed");
    TaskText old = Story.web().pretend(1, "agent-1");
    story.join("agent-1").ends(old).says(old, "Failed", ",\"exitCode\":1");
    remove(old.assignmentKey());
    assertThat(story.found()).isEmpty();
  }

  @Test
  void tasksOfManyMissingAgentsAreNotReplaced() {
    assertThat(replacedWhileMissing(3)).isEmpty();
  }

  @Test
  void replacingWhileTooManyAreMissingIsFound() {
    assertThat(replacedWhileMissing(4)).containsExactly("replacement-brake");
  }

  private java.util.Set<String> replacedWhileMissing(int agents) {
    Story many = Story.begun();
    for (int i = 3; i < 3 + agents; i++) {
      many.join("agent-" + i).register("agent-" + i, "4");
      TaskText each = new TaskText("web-" + i, "uid-" + i, Story.APP);
      many.place(each, "agent-" + i).says(each, "Running").follows(each, "Running");
    }
    TaskText lost = Story.web();
    many.runs(lost, "agent-1").later(20);
    many.expire("/meso/alive/agent-1");
    for (int i = 3; i < 2 + agents; i++) {
      many.expire("/meso/alive/agent-" + i);
    }
    many.later(12.5).replaces(lost, "agent-2");
    return many.found();
  }
}
