package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Queues, gangs, and tasks that end for others. */
class TenancyTest {
  private static final String QUEUE_KEY = "/meso/spec/queues/default";

  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  @Test
  void whatIsBeyondTheNumberOfAQueueIsFound() {
    story.create(QUEUE_KEY, queue(1)).place(task, "agent-1");
    assertThat(story.found()).isEmpty();
    story.place(new TaskText("web-1", "uid-1", Story.APP).port(31_001), "agent-2");
    assertThat(story.found()).contains("queue-limit");
  }

  @Test
  void aNumberThatIsLoweredBelowWhatRunsIsSound() {
    story.place(task, "agent-1").create(QUEUE_KEY, queue(0)).starts(task).says(task, "Running");
    assertThat(story.follows(task, "Running").found()).isEmpty();
  }

  @Test
  void whatStartsWhileItIsHeldIsFound() {
    task.place("agent-1");
    String held = task.assignment("run").replaceFirst("\\{", "{\"held\":true,");
    story
        .leader()
        .guardUnchanged(task.statusKey())
        .guardUnchanged(Story.APP_KEY)
        .guardObject(Story.specKey(task))
        .guardUnchanged("/meso/registrations/agent-1")
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), held)
        .commit();
    assertThat(story.found()).isEmpty();
    assertThat(story.starts(task).found()).containsExactly("held-waits");
  }

  @Test
  void whoEndsForNobodyIsFound() {
    story.runs(task, "agent-1");
    task.failed(0, "Preempted");
    assertThat(story.stop(task).found()).contains("preemption-purpose");
  }

  @Test
  void moreThanMayBeAwayIsFound() {
    story.change(Story.APP_KEY, budget(1)).runs(task, "agent-1");
    makeRoomWith(task, "agent-1", "first");
    assertThat(story.found()).isEmpty();
    TaskText other = new TaskText("web-1", "uid-1", Story.APP).port(31_001);
    story.runs(other, "agent-2");
    makeRoomWith(other, "agent-2", "second");
    assertThat(story.found()).contains("disruption-budget");
  }

  /** A stand-alone task of a higher priority gets the agent when another one has ended there. */
  private void makeRoomWith(TaskText victim, String agent, String name) {
    TaskText nominee = new TaskText(name, "uid-" + name, null);
    story.create(
        Story.specKey(nominee),
        "{\"kind\":\"Task\",\"metadata\":{\"name\":\"%s\",\"uid\":\"uid-%s\"},\"spec\":{\"priority\":5}}"
            .formatted(name, name));
    String pending =
        nominee.status().replace("\"attempt\"", "\"nominatedAgent\":\"" + agent + "\",\"attempt\"");
    victim.failed(0, "Preempted").turn("Stopping");
    story
        .leader()
        .guardUnchanged(victim.statusKey())
        .guardObject(Story.specKey(victim))
        .guardUnchanged(nominee.statusKey())
        .guardObject(Story.specKey(nominee))
        .put(victim.statusKey(), victim.status())
        .put(victim.assignmentKey(), victim.assignment("stop"))
        .put(nominee.statusKey(), pending)
        .commit();
  }

  private static String queue(int tasksMax) {
    return "{\"metadata\":{\"name\":\"default\",\"uid\":\"q\"},\"spec\":{\"maxTasks\":"
        + tasksMax
        + "}}";
  }

  private static String budget(int unavailableMax) {
    return Story.app(Story.APP, 2)
        .replace(
            "\"replicas\"",
            "\"disruption\":{\"maxUnavailable\":" + unavailableMax + "},\"replicas\"");
  }
}
