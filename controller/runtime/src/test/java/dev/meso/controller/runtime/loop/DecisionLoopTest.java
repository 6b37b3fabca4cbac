package dev.meso.controller.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Keyspace;
import dev.meso.store.actor.VirtualProcess;
import dev.meso.store.memory.Applied;
import dev.meso.store.memory.Disturbance;
import dev.meso.store.memory.Faults;
import dev.meso.store.memory.MemoryStore;
import dev.meso.store.memory.VirtualScheduler;
import dev.meso.store.port.Entry;
import dev.meso.store.port.RangeRequest;
import dev.meso.store.port.Store;
import dev.meso.store.port.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecisionLoopTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final String APP =
      "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"metadata\":{\"name\":\"web\","
          + "\"namespace\":\"default\",\"uid\":\"app-uid\",\"generation\":1,"
          + "\"creationTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\":{\"replicas\":2,\"template\":"
          + "{\"spec\":{\"containers\":[{\"name\":\"main\",\"command\":[\"true\"],\"resources\":"
          + "{\"requests\":{\"cpu\":\"1\",\"memory\":\"1Mi\"}}}],\"restartPolicy\":\"Always\","
          + "\"maxRestarts\":3,\"terminationGracePeriodSeconds\":10,\"onLost\":\"Replace\"}}}}";

  private final VirtualScheduler scheduler = VirtualScheduler.inOrder();
  private final SlowCommits faults = new SlowCommits();
  private final List<Applied> applied = new ArrayList<>();
  private final MemoryStore store =
      MemoryStore.builder(scheduler).faults(faults).listener(applied::add).build();
  private final Keyspace keyspace = new Keyspace("/meso");
  private final Store user = store.as("user");

  @Test
  void electedLoopPlacesTasksWithAssignmentAndStatusInOneTransaction() {
    TestController controller = controller("c1", 1);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(3);
    assertThat(keys("/meso/assignments/"))
        .containsOnlyKeys(
            "/meso/assignments/a1/default/web-0/1", "/meso/assignments/a1/default/web-1/1");
    SortedMap<String, Long> tasks = revisions("/meso/status/tasks/");
    assertThat(revisions("/meso/assignments/").values()).containsAll(tasks.values());
    assertThat(controller.process().faults()).isEmpty();
  }

  @Test
  void nothingIsWrittenInAQuietCluster() {
    controller("c1", 1);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(5);
    applied.clear();
    advance(600);
    assertThat(applied)
        .filteredOn(Applied.Transaction.class::isInstance)
        .extracting(event -> ((Applied.Transaction) event).txn().writes().getFirst().key())
        .allMatch(key -> key.startsWith("/meso/barrier/") || key.equals("/meso/leader"));
  }

  @Test
  void pausedLeaderIsFencedWhenItGoesOn() {
    TestController first = controller("c1", 1);
    advance(2);
    assertThat(first.inOffice()).isTrue();
    agent("a1");
    advance(1);
    TestController second = controller("c2", 2);
    advance(1);

    first.process().stop();
    put("/meso/spec/apps/default/web", APP);
    advance(10);
    assertThat(second.inOffice()).isTrue();
    assertThat(keys("/meso/assignments/")).hasSize(2);
    applied.clear();
    first.process().resume();
    advance(10);

    assertThat(first.inOffice()).isFalse();
    assertThat(second.inOffice()).isTrue();
    assertThat(committedBy("c1")).allMatch(key -> key.startsWith("/meso/barrier/"));
  }

  @Test
  void unknownOutcomeMakesTheLoopResignAndTheStragglerIsFenced() {
    TestController controller = controller("c1", 1);
    advance(3);
    agent("a1");
    advance(1);
    // What it decides on arrives long after its deadline.
    faults.delay("c1", Duration.ofSeconds(20));
    put("/meso/spec/apps/default/web", APP);
    faults.delay("c1", Duration.ZERO);
    advance(40);
    assertThat(controller.outputs()).hasAtLeastOneElementOfType(LoopOutput.Resign.class);
    assertThat(controller.inOffice()).isTrue();
    assertThat(keys("/meso/assignments/")).hasSize(2);
    assertThat(refusedBy("c1")).isNotZero();
    assertThat(controller.process().faults()).isEmpty();
  }

  @Test
  void refusedTransactionIsDecidedOnAgainWithWhatIsThere() {
    TestController controller = controller("c1", 1);
    advance(3);
    agent("a1");
    advance(1);
    // The leader's writes are overtaken by another hand on one of their keys.
    faults.delay("c1", Duration.ofMillis(200));
    put("/meso/spec/apps/default/web", APP);
    faults.delay("c1", Duration.ZERO);
    put("/meso/status/tasks/default/web-0", "{\"foreign\":true}");
    advance(5);
    assertThat(refusedBy("c1")).isNotZero();
    // The foreign record cannot be read, so that task alone is left alone.
    assertThat(keys("/meso/assignments/")).containsOnlyKeys("/meso/assignments/a1/default/web-1/1");
    assertThat(controller.process().faults()).isEmpty();
  }

  @Test
  void unknownFieldsOfAStatusAreKept() {
    controller("c1", 1);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(3);
    String key = "/meso/status/tasks/default/web-0";
    put(key, value(key).replaceFirst("\\{", "{\"newer\":{\"a\":1},"));
    report("a1", "web-0", "Running");
    advance(3);
    assertThat(value(key)).contains("\"newer\":{\"a\":1}").contains("Running");
  }

  @Test
  void unknownFieldsSurviveASecondWriteBeforeTheWatchHasSeenTheFirst() {
    controller("c1", 1);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(3);
    String key = "/meso/status/tasks/default/web-0";
    put(key, value(key).replaceFirst("\\{", "{\"newer\":{\"a\":1},"));
    report("a1", "web-0", "Starting");
    report("a1", "web-0", "Running");
    report("a1", "web-0", "Failed");
    advance(1);
    assertThat(value(key)).contains("\"newer\":{\"a\":1}").contains("Failed");
  }

  /** A spec that just fits into a transaction, so that the assignment made from it does not. */
  @Test
  void transactionThatTheStoreNeverTakesHoldsUpNoOther() {
    TestController controller = controller("c1", 1);
    agent("a1");
    put(
        "/meso/spec/apps/default/web",
        APP.replace("\"true\"", "\"" + "x".repeat(Txn.BYTES_MAX - 600) + "\""));
    put("/meso/spec/apps/default/good", APP.replace("web", "good").replace("app-uid", "other-uid"));
    advance(5);
    assertThat(keys("/meso/assignments/"))
        .containsOnlyKeys(
            "/meso/assignments/a1/default/good-0/1", "/meso/assignments/a1/default/good-1/1");
    assertThat(controller.outputs()).hasAtLeastOneElementOfType(LoopOutput.Rejected.class);
    long rejected =
        controller.outputs().stream().filter(LoopOutput.Rejected.class::isInstance).count();
    assertThat(rejected).as("tried again slowly").isLessThan(10);
  }

  @Test
  void emptyStoreOfAnotherClusterIsTakenForWhatItIs() {
    TestController controller = controller("c1", 1);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(3);
    store.disturb(new Disturbance.NewCluster(77));
    advance(20);
    assertThat(controller.inOffice()).isTrue();
    assertThat(keys("/meso/assignments/")).isEmpty();
    assertThat(controller.process().faults()).isEmpty();
  }

  /** Found by simulation: the removal was taken for newer than the key that came after it. */
  @Test
  void keyThatWentAndCameAgainBehindAGapIsThere() {
    TestController first = controller("c1", 1);
    advance(1);
    TestController second = controller("c2", 2);
    agent("a1");
    put("/meso/spec/apps/default/web", APP);
    advance(3);
    store.disturb(new Disturbance.CutOff("c2"));
    store.disturb(new Disturbance.LoseWatches("c2"));
    advance(1);
    delete("/meso/spec/apps/default/web");
    advance(1);
    report("a1", "web-0", "Killed");
    report("a1", "web-1", "Killed");
    advance(1);
    assertThat(keys("/meso/status/tasks/")).isEmpty();
    put("/meso/spec/apps/default/web", APP.replace("app-uid", "next-uid"));
    advance(1);
    store.disturb(new Disturbance.CompactUnderWatches());
    store.disturb(new Disturbance.Reconnect("c2"));
    // Something later, so that the list is at a revision behind that of the keys.
    put("/meso/spec/other", "{}");
    advance(10);

    first.process().kill();
    advance(10);
    assertThat(second.inOffice()).isTrue();
    assertThat(keys("/meso/assignments/"))
        .hasSize(2)
        .allSatisfy((_, value) -> assertThat(value).contains("\"desired\":\"run\""));
  }

  private void delete(String key) {
    user.commit(new Txn(List.of(), List.of(new Txn.Write.Delete(key))), DEADLINE);
    scheduler.settle();
  }

  private TestController controller(String name, long seed) {
    return new TestController(name, keyspace, new VirtualProcess(scheduler, store.as(name)), seed);
  }

  private void agent(String name) {
    put(
        "/meso/registrations/" + name,
        "{\"agent\":\""
            + name
            + "\",\"uid\":\"uid-"
            + name
            + "\",\"host\":\"127.0.0.1\",\"url\":\"http://127.0.0.1:1\",\"version\":\"1\","
            + "\"capacity\":{\"cpu\":\"8\",\"memory\":\"1Gi\"},\"portRanges\":\"31000-31099\"}");
    put(
        "/meso/alive/" + name,
        "{\"agent\":\""
            + name
            + "\",\"uid\":\"uid-"
            + name
            + "\",\"session\":\"s\",\"bootId\":\"b\",\"since\":\"2026-01-01T00:00:00Z\"}");
  }

  private void report(String agent, String task, String phase) {
    String assignment = value("/meso/assignments/" + agent + "/default/" + task + "/1");
    String uid = Json.readTree(assignment).path("taskUid").asString();
    put(
        "/meso/reports/" + agent + "/default/" + task + "/1",
        "{\"namespace\":\"default\",\"task\":\""
            + task
            + "\",\"taskUid\":\""
            + uid
            + "\",\"attempt\":1,\"phase\":\""
            + phase
            + "\",\"restarts\":0}");
  }

  private void put(String key, String value) {
    user.commit(new Txn(List.of(), List.of(new Txn.Write.Put(key, value))), DEADLINE);
    scheduler.settle();
  }

  private String value(String key) {
    return keys(key).firstEntry().getValue();
  }

  private SortedMap<String, String> keys(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    entries(prefix).forEach(entry -> found.put(entry.key(), entry.value()));
    return found;
  }

  private SortedMap<String, Long> revisions(String prefix) {
    SortedMap<String, Long> found = new TreeMap<>();
    entries(prefix).forEach(entry -> found.put(entry.key(), entry.modRevision()));
    return found;
  }

  private List<Entry> entries(String prefix) {
    List<Entry> found = new ArrayList<>();
    user.range(RangeRequest.prefix(prefix), DEADLINE)
        .thenAccept(result -> found.addAll(result.entries()));
    scheduler.settle();
    return found;
  }

  private List<String> committedBy(String author) {
    List<String> keys = new ArrayList<>();
    for (Applied event : applied) {
      if (event instanceof Applied.Transaction txn
          && txn.author().equals(author)
          && txn.result().committed()) {
        txn.txn().writes().forEach(write -> keys.add(write.key()));
      }
    }
    return keys;
  }

  private long refusedBy(String author) {
    return applied.stream()
        .filter(
            event ->
                event instanceof Applied.Transaction txn
                    && txn.author().equals(author)
                    && !txn.result().committed())
        .count();
  }

  /** Delays the commits of one author on their way to the store. */
  private static final class SlowCommits implements Faults {
    private String author = "";
    private Duration there = Duration.ZERO;

    void delay(String whose, Duration time) {
      author = whose;
      there = time;
    }

    @Override
    public CallFate of(Call call) {
      return call.operation() == Operation.COMMIT && call.author().equals(author)
          ? new CallFate.Carried(there, Duration.ZERO)
          : CallFate.AT_ONCE;
    }

    @Override
    public DeliveryFate of(Delivery delivery) {
      return DeliveryFate.lagging(Duration.ZERO);
    }
  }

  private void advance(int seconds) {
    scheduler.advance(Duration.ofSeconds(seconds));
  }
}
