package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Volumes, and the tasks that use them. */
class VolumesTest {
  private static final String SPEC = "/meso/spec/volumes/default/db";
  private static final String STATUS = "/meso/status/volumes/default/db";
  private static final String UID = "v-1";
  private static final List<AgentFact> BOTH =
      List.of(new AgentFact("agent-1", true), new AgentFact("agent-2", true));

  private final Story story = Story.begun();
  private final TaskText task = user(0);

  VolumesTest() {
    for (String agent : List.of("agent-1", "agent-2")) {
      String machine = Story.machine(agent, "4").replace("\"cpu\"", "\"disk\":\"10Gi\",\"cpu\"");
      story.session(agent).put("/meso/registrations/" + agent, machine).commit();
    }
  }

  private static TaskText user(int ordinal) {
    return new TaskText("web-" + ordinal, "uid-" + ordinal, Story.APP)
        .port(31000 + ordinal)
        .uses("db", UID);
  }

  private void volume(String fields) {
    story.create(SPEC, spec(fields));
    pending();
  }

  private static String spec(String fields) {
    return "{\"metadata\":{\"name\":\"db\",\"uid\":\"%s\",\"generation\":1},\"spec\":{\"size\":\"6Gi\"%s}}"
        .formatted(UID, fields);
  }

  private static String status(String phase, String agent, String size) {
    String place =
        agent.isEmpty() ? "" : ",\"agent\":\"%s\",\"size\":\"%s\"".formatted(agent, size);
    return ("{\"metadata\":{\"name\":\"db\",\"uid\":\"%s\"},\"status\":{\"observedGeneration\":1,"
            + "\"phase\":\"%s\"%s}}")
        .formatted(UID, phase, place);
  }

  private void pending() {
    write(status("Pending", "", ""));
  }

  private void write(String status) {
    story.leader().guardObject(SPEC).put(STATUS, status).commit();
  }

  /** The leader binds the volume with the task that it places. */
  private void bind(TaskText first, String agent) {
    first.place(agent);
    story
        .leader()
        .guardUnchanged(first.statusKey())
        .guardUnchanged(Story.APP_KEY)
        .guardObject(Story.specKey(first))
        .guardUnchanged(SPEC)
        .put(first.statusKey(), first.status())
        .put(first.assignmentKey(), first.assignment("run"))
        .put(STATUS, status("Bound", agent, "6Gi"))
        .commit();
  }

  private void lose(String agent) {
    story.expire("/meso/alive/" + agent).later(13);
  }

  @Test
  void oneTaskAfterTheOtherIsSound() {
    volume("");
    bind(task, "agent-1");
    story.starts(task).says(task, "Running").ends(task);
    story.says(task, "Succeeded", ",\"exitCode\":0");
    story.release(task, "Succeeded", ",\"exitCode\":0").forget(task);
    TaskText next = user(1);
    story.place(next, "agent-1").starts(next);
    assertThat(story.found()).isEmpty();
  }

  @Test
  void twoAttemptsAtATimeAreFoundUnlessItIsShared() {
    volume("");
    bind(task, "agent-1");
    assertThat(story.place(user(1), "agent-1").found()).containsExactly("volume-alone");
  }

  @Test
  void manyMayUseASharedOne() {
    volume(",\"shared\":true");
    bind(task, "agent-1");
    TaskText next = user(1);
    assertThat(story.place(next, "agent-1").starts(task).starts(next).found()).isEmpty();
  }

  @Test
  void aProcessBesideAnotherOneOfTheSameVolumeIsFound() {
    volume("");
    bind(task, "agent-1");
    story.starts(task).says(task, "Running").says(task, "Succeeded");
    story.release(task, "Succeeded", ",\"exitCode\":0");
    TaskText next = user(1);
    story.place(next, "agent-1");
    assertThat(story.starts(next).found()).contains("volume-alone");
  }

  @Test
  void aTaskOnAnotherAgentThanItsVolumeIsFound() {
    volume(",\"shared\":true");
    bind(task, "agent-1");
    assertThat(story.place(user(1), "agent-2").found()).contains("volume-home");
  }

  @Test
  void aTaskWithoutItsVolumeIsFound() {
    assertThat(story.place(task, "agent-1").found()).containsExactly("volume-home");
  }

  @Test
  void aTaskThatWasGivenTheVolumeBeforeIsFound() {
    volume(",\"shared\":true");
    bind(task, "agent-1");
    assertThat(story.place(user(1).uses("db", "v-0"), "agent-1").found())
        .containsExactly("volume-home");
  }

  @Test
  void aTaskOfAVolumeThatIsBeingDeletedIsFound() {
    volume(",\"shared\":true");
    bind(task, "agent-1");
    story.change(SPEC, Story.marked(spec(",\"shared\":true")));
    assertThat(story.place(user(1), "agent-1").found()).containsExactly("volume-home");
  }

  @Test
  void aTaskOfAnotherQueueIsFound() {
    volume(",\"queue\":\"eng\"");
    bind(task, "agent-1");
    assertThat(story.found()).containsExactly("volume-home");
  }

  @Test
  void aVolumeThatIsBoundForNobodyIsFound() {
    volume("");
    write(status("Bound", "agent-1", "6Gi"));
    assertThat(story.found()).containsExactly("volume-moves");
  }

  @Test
  void aVolumeThatMovesIsFound() {
    volume("");
    bind(task, "agent-1");
    write(status("Bound", "agent-2", "6Gi"));
    assertThat(story.found()).contains("volume-moves");
  }

  @Test
  void aVolumeThatChangesItsSizeIsFound() {
    volume("");
    bind(task, "agent-1");
    write(status("Bound", "agent-1", "5Gi"));
    assertThat(story.found()).containsExactly("volume-moves");
  }

  @Test
  void aVolumeIsGivenUpWithItsLostAgentOnlyIfItAsksForThat() {
    volume("");
    bind(task, "agent-1");
    lose("agent-1");
    write(status("Lost", "agent-1", "6Gi"));
    assertThat(story.found()).isEmpty();
    pending();
    assertThat(story.found()).containsExactly("volume-moves");
  }

  @Test
  void aRecreatedVolumeLeavesALostAgent() {
    volume(",\"onLost\":\"Recreate\"");
    bind(task, "agent-1");
    lose("agent-1");
    pending();
    bind(user(1), "agent-2");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void aRecreatedVolumeThatLeavesALivingAgentIsFound() {
    volume(",\"onLost\":\"Recreate\"");
    bind(task, "agent-1");
    story.later(60);
    pending();
    assertThat(story.found()).containsExactly("volume-moves");
  }

  @Test
  void itsSizeIsTakenOfTheAgent() {
    volume("");
    story.register("agent-1", "4");
    bind(task, "agent-1");
    assertThat(story.found()).containsExactly("no-overcommit");
  }

  @Test
  void itsSizeCountsForItsQueue() {
    volume("");
    story.create(
        "/meso/spec/queues/default",
        "{\"metadata\":{\"name\":\"default\",\"uid\":\"q\"},\"spec\":{\"limit\":{\"disk\":\"5Gi\"}}}");
    bind(task, "agent-1");
    assertThat(story.found()).containsExactly("queue-limit");
  }

  @Test
  void aVolumeThatGoesWhileItIsUsedIsFound() {
    volume("");
    bind(task, "agent-1");
    story.change(SPEC, Story.marked(spec("")));
    assertThat(unsettled()).noneMatch("settled-deleted"::equals);
    story.leader().guardUnchanged(SPEC).delete(SPEC).delete(STATUS).commit();
    assertThat(story.found()).containsExactly("nothing-lost");
  }

  @Test
  void aDeletedVolumeThatNobodyUsesMustGo() {
    volume("");
    story.change(SPEC, Story.marked(spec("")));
    assertThat(unsettled()).contains("settled-deleted");
  }

  @Test
  void aVolumeWhoseStatusIsNotSoIsUnsettled() {
    volume("");
    assertThat(unsettled()).doesNotContain("settled-volume");
    write(status("Lost", "", ""));
    assertThat(unsettled()).contains("settled-volume");
  }

  private List<String> unsettled() {
    return story.checker().settled(story.now(), BOTH).stream().map(Violation::invariant).toList();
  }
}
