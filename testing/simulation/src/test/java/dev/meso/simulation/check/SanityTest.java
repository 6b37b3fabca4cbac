package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Values that can be read and are not too large. */
class SanityTest {
  private final Story story = Story.begun();

  @Test
  void brokenValueIsFound() {
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", "{\"status\":")
        .commit();
    assertThat(story.found()).contains("revision-sanity");
  }

  @Test
  void largeRecordIsFound() {
    String long31 = LifeTest.appStatus(0) + " ".repeat(31 * 1024);
    story.leader().guardObject(Story.APP_KEY).put("/meso/status/apps/default/web", long31).commit();
    assertThat(story.found()).isEmpty();
    story
        .leader()
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", long31 + " ".repeat(1024))
        .commit();
    assertThat(story.found()).containsExactly("revision-sanity");
  }

  @Test
  void largeSpecOfAnAssignmentDoesNotCount() {
    TaskText task = Story.web().place("agent-1");
    String value =
        task.assignment("run").replace("\"main\"", "\"main\",\"x\":\"" + "y".repeat(40_000) + "\"");
    story
        .leader()
        .guardUnchanged(task.statusKey())
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), value)
        .commit();
    assertThat(story.found()).isEmpty();
  }
}
