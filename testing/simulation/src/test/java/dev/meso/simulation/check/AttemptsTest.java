package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One live attempt, numbers that grow, and work that somebody wants. */
class AttemptsTest {
  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  @Test
  void secondAttemptBesideALivingOneIsFound() {
    story.runs(task, "agent-1");
    task.turn("Failed").turn("Pending");
    story.place(task, "agent-2");
    assertThat(story.found()).contains("one-live-attempt");
  }

  @Test
  void secondAttemptBehindTheEndIsSound() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed", ",\"exitCode\":1");
    story.release(task, "Failed", ",\"exitCode\":1").follows(task, "Pending");
    story.place(task, "agent-2").starts(task);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void policyThatWaitsForbidsAReplacement() {
    task.waits();
    story.runs(task, "agent-1").later(1).expire("/meso/alive/agent-1").later(13);
    story.givesUp(task).follows(task, "Pending").place(task, "agent-2");
    assertThat(story.found()).containsExactly("one-live-attempt");
  }

  @Test
  void wordOfAnAdminOverridesThePolicy() {
    task.waits();
    story.runs(task, "agent-1").later(1).expire("/meso/alive/agent-1");
    story.change("/meso/spec/agents/agent-1", "{\"metadata\":{},\"spec\":{\"gone\":true}}");
    story.release(task, "Lost", "").follows(task, "Pending").place(task, "agent-2");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void replacementBeforeTheOrderToStopIsFound() {
    story.runs(task, "agent-1").later(1).expire("/meso/alive/agent-1").later(13);
    story.follows(task, "Unreachable").follows(task, "Pending").place(task, "agent-2");
    assertThat(story.found()).containsExactly("one-live-attempt");
  }

  @Test
  void agentThatCameBackIsNotReplacedAnyMore() {
    story.runs(task, "agent-1").later(1).expire("/meso/alive/agent-1").later(13);
    story.follows(task, "Unreachable").join("agent-1").follows(task, "Running");
    task.turn("Unreachable").turn("Running").turn("Failed").turn("Pending");
    story.place(task, "agent-2");
    assertThat(story.found()).contains("one-live-attempt");
  }

  @Test
  void attemptThatAnotherMachineReportedLostMayRunBesideItsSuccessor() {
    story.runs(task.waits(), "agent-1").expire("/meso/alive/agent-1").later(60);
    story.join("agent-1", "m2").says(task, "Lost").release(task, "Lost", "").forget(task);
    story.follows(task, "Pending").place(task, "agent-2").starts(task);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void twoProcessesOfOneTaskAreFound() {
    story.runs(task, "agent-1");
    TaskText other = Story.web().pretend(2, "agent-2");
    story.starts(other);
    assertThat(story.found()).containsExactly("one-live-attempt", "process-truth");
  }

  @Test
  void attemptThatDoesNotGrowIsFound() {
    story.runs(task, "agent-1").ends(task).says(task, "Failed", "").release(task, "Failed", "");
    story.forget(task).follows(task, "Pending");
    task.pretend(0, "agent-1");
    story.place(task, "agent-2");
    assertThat(story.found()).contains("attempts-grow");
  }

  @Test
  void statusThatGoesBackIsFound() {
    story.place(task, "agent-1");
    task.pretend(0, "agent-1");
    story.status(task);
    assertThat(story.found()).contains("attempts-grow");
  }

  @Test
  void stopIsNotTakenBack() {
    story.runs(task, "agent-1").stop(task);
    story.leader().put(task.assignmentKey(), task.assignment("run")).commit();
    assertThat(story.found()).containsExactly("assignment-write-once");
  }

  @Test
  void assignmentIsNotChanged() {
    story
        .runs(task, "agent-1")
        .leader()
        .put(task.assignmentKey(), task.cpu("2").assignment("run"))
        .commit();
    assertThat(story.found()).containsExactly("assignment-write-once");
  }

  @Test
  void workOfADeletedOwnerIsFound() {
    story.change(Story.APP_KEY, Story.marked(Story.app(Story.APP, 1))).place(task, "agent-1");
    assertThat(story.found()).containsExactly("wanted-work");
  }

  @Test
  void workOfAnotherOwnerOfTheNameIsFound() {
    story.place(new TaskText("web-0", "task-uid", "earlier-app"), "agent-1");
    assertThat(story.found()).containsExactly("wanted-work");
  }

  @Test
  void assignmentWithoutItsStatusIsFound() {
    task.place("agent-1");
    story.leader().put(task.assignmentKey(), task.assignment("run")).commit();
    assertThat(story.found()).containsExactly("wanted-work");
  }
}
