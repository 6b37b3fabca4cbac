package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What statuses may say. */
class StatusTest {
  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  @Test
  void phaseThatNobodyReportedIsFound() {
    story.place(task, "agent-1").follows(task, "Running");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void reportOfAnotherUidSaysNothing() {
    TaskText earlier = new TaskText("web-0", "earlier-uid", Story.APP);
    story.runs(earlier, "agent-1").ends(earlier).says(earlier, "Failed");
    story.release(earlier, "Failed", "");
    story.leader().delete(earlier.statusKey()).commit();
    story.place(task, "agent-1").follows(task, "Failed");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void reportOfAnotherAttemptSaysNothing() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed").release(task, "Failed", "");
    story.follows(task, "Pending").place(task, "agent-1").follows(task, "Running");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void exitCodeIsTheReported() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed", ",\"exitCode\":3");
    story.release(task, "Failed", ",\"exitCode\":4");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void portIsTheAssigned() {
    story.runs(task, "agent-1");
    story.status(task.port(31001));
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void taskWithoutAPlaceMayBeKilledByTheLeader() {
    story.status(task).follows(task, "Killed");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void runningTaskMayNotBeKilledByTheLeader() {
    story.runs(task, "agent-1").follows(task, "Killed");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void attemptThatIsInSightIsNotLost() {
    story.runs(task, "agent-1").follows(task, "Lost");
    assertThat(story.found()).containsExactly("status-truth");
  }

  @Test
  void transitionThatTheTableDoesNotHaveIsFound() {
    story.runs(task, "agent-1").follows(task, "Assigned");
    assertThat(story.found()).containsExactly("transition-table");
  }

  @Test
  void taskBeginsAsPending() {
    task.forgetOldestTurns(1);
    story.place(task, "agent-1");
    assertThat(story.found()).containsExactly("transition-table");
  }

  @Test
  void historyThatForgetsIsFound() {
    story.runs(task, "agent-1");
    task.forgetOldestTurns(2);
    story.status(task);
    assertThat(story.found()).containsExactly("transition-table");
  }

  @Test
  void historyOfTenForgetsTheOldest() {
    story.runs(task, "agent-1").says(task, "Starting");
    for (int i = 0; i < 6; i++) {
      story.follows(task, "Starting").follows(task, "Running");
    }
    assertThat(story.found()).isEmpty();
    assertThat(story.checker().coverage().transitions()).containsEntry("Running->Starting", 6L);
  }

  @Test
  void phaseThatIsNotInTheHistoryIsFound() {
    story.runs(task, "agent-1");
    story.status(task.phaseOnly("Starting"));
    assertThat(story.found()).contains("transition-table");
  }

  @Test
  void statusGuardsItsSpec() {
    story.leader().put("/meso/status/apps/default/web", LifeTest.appStatus(0)).commit();
    assertThat(story.found()).containsExactly("status-of-spec");
  }

  @Test
  void ownedTaskGuardsItself() {
    story.place(task, "agent-1").leader().put(task.statusKey(), task.status()).commit();
    assertThat(story.found()).containsExactly("status-of-spec");
  }

  @Test
  void statusOfAnotherUidIsFound() {
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(0).replace(Story.APP, "other"))
        .commit();
    assertThat(story.found()).containsExactly("status-of-spec");
  }

  @Test
  void taskWithoutSpecNamesItsOwner() {
    story.status(new TaskText("alone", "uid", null));
    assertThat(story.found()).contains("status-of-spec");
  }
}
