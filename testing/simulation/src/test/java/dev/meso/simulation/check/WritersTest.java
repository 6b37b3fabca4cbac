package dev.meso.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.port.Txn.Guard;
import org.junit.jupiter.api.Test;

/** Who may write what, and under which guards. */
class WritersTest {
  private final Story story = Story.begun();
  private final TaskText task = Story.web();

  @Test
  void soundStartIsSound() {
    assertThat(story.found()).isEmpty();
  }

  @Test
  void agentMayNotWriteForAnother() {
    story.place(task, "agent-1");
    story
        .by("agent-2")
        .guardObject("/meso/alive/agent-1")
        .put(task.reportKey(), task.report("Running", ""))
        .commit();
    assertThat(story.found()).containsExactly("writer-of-prefix");
  }

  @Test
  void controllerMayNotWriteASpec() {
    story
        .leader()
        .guardUnchanged(Story.APP_KEY)
        .put(Story.APP_KEY, Story.app(Story.APP, 3))
        .commit();
    assertThat(story.found()).containsExactly("writer-of-prefix");
  }

  @Test
  void userMayNotWriteAStatus() {
    story.by("user-1").put("/meso/status/apps/default/web", LifeTest.appStatus(1)).commit();
    assertThat(story.found()).containsExactly("writer-of-prefix");
  }

  @Test
  void barrierBelongsToItsController() {
    story.by("controller-2").put("/meso/barrier/controller-2", "{\"sequence\":1}").commit();
    story.by("controller-2#3").put("/meso/barrier/controller-2", "{\"sequence\":2}").commit();
    assertThat(story.found()).isEmpty();
    story.by("controller-2").put("/meso/barrier/controller-1", "{\"sequence\":1}").commit();
    assertThat(story.found()).containsExactly("writer-of-prefix");
  }

  @Test
  void nobodyWritesKeysThatTheLayoutDoesNotKnow() {
    story.leader().put("/meso/spec/apps/web", "{}").commit();
    assertThat(story.found()).containsExactly("writer-of-prefix");
  }

  @Test
  void leaderWritesUnderItsFence() {
    story
        .by(Story.LEADER)
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(0))
        .commit();
    assertThat(story.found()).containsExactly("fenced-leader");
  }

  @Test
  void oldFenceIsNoFence() {
    story.expire("/meso/leader").elect("controller-2");
    story
        .by(Story.LEADER)
        .guard(new Guard.CreateRevisionIs("/meso/leader", 1))
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(0))
        .commit();
    assertThat(story.found()).containsExactly("fenced-leader");
  }

  @Test
  void fenceOfAnotherIsNoFence() {
    story
        .by("controller-2")
        .guardObject("/meso/leader")
        .guardObject(Story.APP_KEY)
        .put("/meso/status/apps/default/web", LifeTest.appStatus(0))
        .commit();
    assertThat(story.found()).containsExactly("fenced-leader");
  }

  @Test
  void leaderKeyIsTakenOnlyWhenItIsFree() {
    story.by("controller-2").lease(9).put("/meso/leader", "{\"controller\":\"controller-2\"}");
    story
        .by("controller-2")
        .lease(9)
        .put("/meso/leader", "{\"controller\":\"controller-2\"}")
        .commit();
    assertThat(story.found()).containsExactly("fenced-leader");
  }

  @Test
  void userGuardsTheSpec() {
    story.by("user-1").put(Story.APP_KEY, Story.app(Story.APP, 2)).commit();
    assertThat(story.found()).containsExactly("write-guarded");
  }

  @Test
  void creationGuardsTheStatusToo() {
    String key = "/meso/spec/jobs/default/count";
    story
        .by("user-1")
        .guardAbsent(key)
        .put(key, "{\"metadata\":{\"uid\":\"j\"},\"spec\":{}}")
        .commit();
    assertThat(story.found()).containsExactly("write-guarded");
  }

  @Test
  void nothingIsCreatedInATerminatingNamespace() {
    String namespace = "{\"metadata\":{\"name\":\"default\",\"uid\":\"ns\"},\"spec\":{}}";
    story.change("/meso/spec/namespaces/default", Story.marked(namespace));
    story.create("/meso/spec/jobs/default/late", "{\"metadata\":{\"uid\":\"j\"},\"spec\":{}}");
    assertThat(story.found()).containsExactly("write-guarded");
  }

  @Test
  void reportIsWrittenUnderItsSession() {
    story.place(task, "agent-1");
    story.by("agent-1").put(task.reportKey(), task.report("Running", "")).commit();
    assertThat(story.found()).containsExactly("write-guarded");
  }

  @Test
  void reportOfAnEndedSessionIsFound() {
    story.place(task, "agent-1").expire("/meso/alive/agent-1");
    story.by("agent-1").put(task.reportKey(), task.report("Running", "")).commit();
    assertThat(story.found()).containsExactly("session", "write-guarded");
  }

  @Test
  void aliveKeyIsNotWrittenOver() {
    story
        .by("agent-1")
        .lease(9)
        .put("/meso/alive/agent-1", "{\"uid\":\"m\",\"session\":\"other\"}")
        .commit();
    assertThat(story.found()).containsExactly("session", "write-guarded");
  }

  @Test
  void aliveKeyHasALease() {
    story
        .by("agent-9")
        .guardAbsent("/meso/alive/agent-9")
        .put("/meso/alive/agent-9", "{\"uid\":\"m\",\"session\":\"s\"}")
        .commit();
    assertThat(story.found()).containsExactly("write-guarded");
  }

  @Test
  void recordedHistoryHasNoAuthors() {
    Checker checker = new Checker(Rules.recorded());
    var entry = new dev.meso.store.port.Entry("/meso/meta", "{\"featureLevel\":1}", 1, 1, 0);
    checker.observe(
        new Step(
            1,
            java.time.Duration.ZERO,
            java.util.Optional.empty(),
            java.util.List.of(),
            java.util.List.of(new dev.meso.store.port.WatchListener.Change.Put(entry))));
    assertThat(checker.violations()).isEmpty();
  }
}
