package dev.meso.store.contract;

import static dev.meso.store.contract.Calls.DEADLINE;
import static dev.meso.store.contract.Calls.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.store.contract.Recorder.Signal;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leases of every store do. */
public interface LeaseContract extends WatchContract {

  @Test
  default void leaseThatRunsOutDeletesItsKeysAndWatchesHearIt() {
    String root = StoreContract.fresh();
    Recorder recorder = watch(root, 0);
    recorder.next(Signal.Created.class);
    long lease = calls().grant(Duration.ofSeconds(2));
    long put = calls().put(root + "a", "v", lease);
    calls().put(root + "b", "v", lease);
    calls().put(root + "c", "v");
    assertThat(calls().get(root + "a")).hasValue(new Entry(root + "a", "v", put, put, lease));
    recorder.changes(3);
    assertThat(recorder.changes(2))
        .containsExactly(
            new Change.Deleted(root + "a", put + 3), new Change.Deleted(root + "b", put + 3));
    assertThat(calls().all(root, 10)).extracting(Entry::key).containsExactly(root + "c");
    assertThat(keepAlive(lease)).isZero();
  }

  @Test
  default void keepAliveAnswersTheTimeToLive() {
    assertThat(keepAlive(calls().grant(Duration.ofSeconds(60)))).hasSeconds(60);
    assertThat(keepAlive(calls().grant(Duration.ofMillis(4_200)))).hasSeconds(5);
  }

  @Test
  default void renewedLeaseOutlivesOneThatIsNot() {
    String root = StoreContract.fresh();
    Recorder recorder = watch(root, 0);
    recorder.next(Signal.Created.class);
    long renewed = calls().grant(Duration.ofSeconds(3));
    calls().put(root + "renewed", "v", renewed);
    // The other lease starts together with a renewal, so it ends before the renewed one does.
    for (int i = 0; i < 2; i++) {
      long other = calls().grant(Duration.ofSeconds(2));
      calls().put(root + "other", "v", other);
      assertThat(keepAlive(renewed)).hasSeconds(3);
      recorder.changes(i == 0 ? 2 : 1);
      assertThat(recorder.changes(1)).extracting(Change::key).containsExactly(root + "other");
    }
    assertThat(calls().get(root + "renewed")).isPresent();
    // It would else end during another test, which counts revisions.
    answer(subject().store().revoke(renewed, DEADLINE));
  }

  @Test
  default void unknownLeaseHasNoTimeLeft() {
    assertThat(keepAlive(4711)).isZero();
  }

  @Test
  default void revokedLeaseTakesItsKeysWithIt() {
    String root = StoreContract.fresh();
    long lease = calls().grant(Duration.ofSeconds(60));
    calls().put(root + "a", "v", lease);
    answer(subject().store().revoke(lease, DEADLINE));
    assertThat(calls().get(root + "a")).isEmpty();
    assertThat(keepAlive(lease)).isZero();
    answer(subject().store().revoke(lease, DEADLINE));
  }

  @Test
  default void writingWithoutTheLeaseFreesTheKeyFromIt() {
    String root = StoreContract.fresh();
    long lease = calls().grant(Duration.ofSeconds(60));
    calls().put(root + "a", "v", lease);
    calls().put(root + "b", "v", lease);
    calls().put(root + "a", "w");
    answer(subject().store().revoke(lease, DEADLINE));
    List<Entry> left = calls().all(root, 10);
    assertThat(left).extracting(Entry::value).containsExactly("w");
    assertThat(left).extracting(Entry::lease).containsExactly(0L);
  }

  private Duration keepAlive(long lease) {
    return answer(subject().store().keepAlive(lease, DEADLINE));
  }
}
