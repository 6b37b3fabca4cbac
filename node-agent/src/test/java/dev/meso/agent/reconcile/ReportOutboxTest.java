package dev.meso.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import dev.meso.store.actor.Effect;
import dev.meso.store.actor.Effects;
import dev.meso.store.actor.Result;
import dev.meso.store.actor.StoreEffect;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeResult;
import dev.meso.store.port.StoreException;
import dev.meso.store.port.StoreException.Kind;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of reports that the store rejects, and of those that land late. */
class ReportOutboxTest {
  private static final AttemptId ONE = new AttemptId("default", "one", 1);
  private static final AttemptId TWO = new AttemptId("default", "two", 1);

  private final ReportOutbox outbox = new ReportOutbox(new Keyspace("/meso"), "a-1", 1);

  @BeforeEach
  void bothAreRejected() {
    started(5);
    outbox.want(ONE, report(ONE, TaskPhase.STARTING));
    outbox.want(TWO, report(TWO, TaskPhase.STARTING));
    assertThat(commits(asked(outbox::pump))).isEqualTo(2);
    var first = asked(effects -> outbox.on(rejected(ONE, 1), effects));
    assertThat(first).contains(later());
    // One timer for all.
    assertThat(asked(effects -> outbox.on(rejected(TWO, 2), effects))).doesNotContain(later());
    assertThat(asked(outbox::pump)).isEmpty();
  }

  @Test
  void theyAreOfferedAgainLaterAndNotBefore() {
    outbox.retry();
    assertThat(asked(outbox::pump)).isEmpty();
    outbox.retryRejected();
    assertThat(commits(asked(outbox::pump))).isEqualTo(2);
    assertThat(asked(effects -> outbox.on(rejected(ONE, 3), effects))).contains(later());
  }

  @Test
  void theyAreOfferedAgainAtOnceWhenTheyChange() {
    outbox.want(TWO, report(TWO, TaskPhase.RUNNING));
    assertThat(commits(asked(outbox::pump))).isEqualTo(1);
  }

  @Test
  void theyAreOfferedAgainUnderANewSession() {
    outbox.sessionLost();
    started(9);
    assertThat(commits(asked(outbox::pump))).isEqualTo(2);
  }

  @Test
  void aReportThatLandsAfterItsRemovalIsFoundAndRemoved() {
    outbox.disown();
    started(9);
    outbox.want(ONE, report(ONE, TaskPhase.KILLED));
    assertThat(commits(asked(outbox::pump))).isEqualTo(1);
    // The write is still under way; another one was made and removed meanwhile.
    var doubt = asked(effects -> outbox.on(answer(ONE, 3, Kind.UNKNOWN), effects));
    var timer = (StoreEffect.After<ReconcileMessage>) doubt.getFirst();
    assertThat(timer.delay()).isEqualTo(ReportOutbox.STRAGGLERS_AFTER);
    var due = (ReconcileMessage.StragglersDue) timer.message();
    outbox.wantNone(ONE);
    outbox.retry();
    var back = (StoreEffect.Read<ReconcileMessage>) asked(outbox::pump).getFirst();
    var absent = new Result.Ok<>(new RangeResult(List.of(), false, 8, 1));
    outbox.on((ReconcileMessage.ReportReadBack) back.reply().apply(absent), new Effects<>());
    assertThat(asked(outbox::pump)).isEmpty();
    // Then it lands.
    var look =
        (StoreEffect.Read<ReconcileMessage>) asked(effects -> outbox.on(due, effects)).getFirst();
    var late =
        new Entry(
            "/meso/reports/a-1/default/one/1", Json.write(report(ONE, TaskPhase.KILLED)), 9, 9, 0);
    var page = new Result.Ok<>(new RangeResult(List.of(late), false, 9, 1));
    outbox.on((ReconcileMessage.StragglersRead) look.reply().apply(page), new Effects<>());
    assertThat(outbox.undecided()).containsExactly(ONE);
    outbox.wantNone(ONE);
    assertThat(commits(asked(outbox::pump))).isEqualTo(1);
  }

  private void started(long session) {
    var read =
        (StoreEffect.Read<ReconcileMessage>)
            asked(effects -> outbox.sessionStarted(session, effects)).getFirst();
    var empty = new Result.Ok<>(new RangeResult(List.of(), false, 7, 1));
    var page = (ReconcileMessage.ReportsRead) read.reply().apply(empty);
    assertThat(outbox.on(page, new Effects<>())).isTrue();
  }

  private static ReconcileMessage.ReportCommitted rejected(AttemptId id, long write) {
    return answer(id, write, Kind.REJECTED);
  }

  private static ReconcileMessage.ReportCommitted answer(AttemptId id, long write, Kind kind) {
    return new ReconcileMessage.ReportCommitted(
        id, write, new Result.Failed<>(new StoreException(kind, "no", null)));
  }

  private static StoreEffect<ReconcileMessage> later() {
    return new StoreEffect.After<>(
        ReportOutbox.REJECTED_RETRY, new ReconcileMessage.RejectedReportsRetry());
  }

  private static long commits(List<StoreEffect<ReconcileMessage>> asked) {
    return asked.stream().filter(StoreEffect.Commit.class::isInstance).count();
  }

  private static List<StoreEffect<ReconcileMessage>> asked(
      Consumer<Effects<ReconcileMessage, ReconcileOutput>> action) {
    Effects<ReconcileMessage, ReconcileOutput> effects = new Effects<>();
    action.accept(effects);
    return effects.list().stream()
        .filter(Effect.Ask.class::isInstance)
        .map(effect -> ((Effect.Ask<ReconcileMessage, ReconcileOutput>) effect).what())
        .toList();
  }

  private static Report report(AttemptId id, TaskPhase phase) {
    return new Report(
        id.namespace(),
        id.task(),
        "u-1",
        id.attempt(),
        phase,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }
}
