package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is given away of an agent. */
class RoomTest {
  private final Story story = Story.begun();

  private static TaskText task(int ordinal) {
    return new TaskText("web-" + ordinal, "uid-" + ordinal, Story.APP).port(31000 + ordinal);
  }

  @Test
  void fullAgentIsSound() {
    for (int i = 0; i < 4; i++) {
      story.place(task(i), "agent-1");
    }
    assertThat(story.found()).isEmpty();
  }

  @Test
  void moreThanAnAgentHasIsFound() {
    story.place(task(0).cpu("3500m"), "agent-1").place(task(1).cpu("501m"), "agent-1");
    assertThat(story.found()).containsExactly("no-overcommit");
  }

  @Test
  void excessOfAShrunkenAgentIsNobodysFault() {
    story.place(task(0).cpu("3"), "agent-1").register("agent-1", "2");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void raisingTheExcessOfAShrunkenAgentIsFound() {
    story.place(task(0).cpu("3"), "agent-1").register("agent-1", "2");
    story.place(task(1).cpu("1m"), "agent-1");
    assertThat(story.found()).containsExactly("no-overcommit");
  }

  @Test
  void roomMayBePassedOnInOneTransaction() {
    TaskText first = task(0).cpu("4");
    story.runs(first, "agent-1").ends(first).says(first, "Failed");
    TaskText second = task(1).cpu("4").port(31000).place("agent-1");
    String gone = first.assignmentKey();
    first.turn("Failed");
    story
        .leader()
        .guardUnchanged(first.statusKey())
        .guardUnchanged(second.statusKey())
        .put(first.statusKey(), first.status())
        .delete(gone)
        .put(second.statusKey(), second.status())
        .put(second.assignmentKey(), second.assignment("run"))
        .commit();
    assertThat(story.found()).isEmpty();
  }

  @Test
  void portOfAnotherIsFound() {
    story.place(task(0), "agent-1").place(task(1).port(31000), "agent-1");
    assertThat(story.found()).containsExactly("port-owned-once");
  }

  @Test
  void samePortOfAnotherAgentIsSound() {
    story.place(task(0), "agent-1").place(task(1).port(31000), "agent-2");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void portThatTheAgentDoesNotOfferIsFound() {
    story.place(task(0).port(31004), "agent-1");
    assertThat(story.found()).containsExactly("port-in-range");
  }

  @Test
  void portThatTheTaskInsistsOnMayBeAnywhere() {
    story.place(task(0).fixedPort(80), "agent-1");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void roomOfAnAttemptThatStillLivesIsFound() {
    TaskText first = task(0).cpu("4");
    story.runs(first, "agent-1").later(20).release(first, "Failed", "");
    assertThat(story.found()).contains("stop-protocol", "status-truth");
    story.place(task(1), "agent-1");
    assertThat(story.found()).contains("room-after-report");
  }

  @Test
  void portOfAnAttemptThatStillLivesIsFound() {
    TaskText first = task(0);
    story.runs(first, "agent-1").later(20).release(first, "Failed", "");
    story.place(task(1).port(31000), "agent-1");
    assertThat(story.found()).contains("room-after-report");
  }

  @Test
  void reportThatALeaderCannotKnowYetIsNotCharged() {
    TaskText first = task(0).cpu("4");
    story.place(first, "agent-1");
    gone("agent-1", true);
    first.turn("Lost");
    story
        .leader()
        .guardUnchanged(first.statusKey())
        .put(first.statusKey(), first.status())
        .delete(first.assignmentKey())
        .commit();
    gone("agent-1", false);
    story.says(first, "Running").later(1).place(task(1), "agent-1");
    assertThat(story.found()).isEmpty();
  }

  private void gone(String agent, boolean gone) {
    String key = "/meso/spec/agents/" + agent;
    story
        .by("user-1")
        .guardUnchanged(key)
        .put(key, "{\"metadata\":{\"uid\":\"m\"},\"spec\":{\"gone\":" + gone + "}}")
        .commit();
  }
}
