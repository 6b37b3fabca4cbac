package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What really runs. */
class ProcessesTest {
  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  @Test
  void containerThatRunsTwiceIsFound() {
    story.runs(task, "agent-1");
    story.process(new ProcessEvent.Started(story.now(), "agent-1", story.run(task, 1)));
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void restartInPlaceIsSound() {
    story.runs(task, "agent-1").ends(task);
    story.process(new ProcessEvent.Started(story.now(), "agent-1", story.run(task, 1)));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void sameRunTwiceIsFound() {
    story.runs(task, "agent-1").ends(task).starts(task);
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void processOfAnAttemptThatWasNeverAssignedIsFound() {
    task.place("agent-1");
    story.starts(task);
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void processOnAnotherMachineIsFound() {
    story.place(task, "agent-1");
    story.process(new ProcessEvent.Started(story.now(), "agent-2", story.run(task, 0)));
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void processBehindTheReportOfTheEndIsFound() {
    story.place(task, "agent-1").says(task, "Failed").later(1).starts(task);
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void endThatIsReportedWhileItRunsIsFound() {
    story.runs(task, "agent-1").says(task, "Failed");
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void runningWithoutAnyProcessIsFound() {
    TaskText other = new TaskText("web-1", "uid-1", Story.APP).port(31_001);
    story.runs(task, "agent-1").place(other, "agent-1").says(other, "Running");
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void machineThatTookTheNameMaySayLostOfWhatTheOneBeforeRuns() {
    story.runs(task, "agent-1").expire("/meso/alive/agent-1").later(60).join("agent-1", "m2");
    story.says(task, "Lost").later(5);
    // The machine before restarts it in place until it hears that it was replaced.
    story.ends(task).process(new ProcessEvent.Started(story.now(), "agent-1", story.run(task, 1)));
    assertThat(story.found()).isEmpty();
  }

  @Test
  void machineThatTookTheNameKnowsNoOtherEndOfWhatTheOneBeforeRuns() {
    story.runs(task, "agent-1").expire("/meso/alive/agent-1").later(60).join("agent-1", "m2");
    story.says(task, "Failed");
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void machineMayNotSayLostOfWhatItRunsItself() {
    story.runs(task, "agent-1").expire("/meso/alive/agent-1").later(60).join("agent-1");
    story.says(task, "Lost");
    assertThat(story.found()).containsExactly("process-truth");
  }

  @Test
  void rebootEndsEverything() {
    story.runs(task, "agent-1").process(new ProcessEvent.Rebooted(story.now(), "agent-1"));
    story.says(task, "Lost");
    assertThat(story.found()).isEmpty();
  }

  @Test
  void recordedProcessMayBeSeenBeforeItsAssignment() {
    Story recorded = Story.begun(Rules.recorded());
    task.place("agent-1");
    recorded.starts(task);
    assertThat(recorded.found()).isEmpty();
    assertThat(recorded.checker().settled(recorded.now(), List.of()))
        .extracting(Violation::invariant)
        .contains("process-truth");
  }

  @Test
  void recordedSignOfLifeBehindTheEndIsFound() {
    Story recorded = Story.begun(Rules.recorded());
    recorded.runs(task, "agent-1").says(task, "Failed").later(1);
    recorded.process(new ProcessEvent.Seen(recorded.now(), "agent-1", recorded.run(task, 0)));
    assertThat(recorded.found()).containsExactly("process-truth");
  }
}
