package dev.meso.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.simulation.check.Step;
import dev.meso.simulation.check.Violation;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say is compared with what was recorded: each fault is found, and nothing else. */
class LifeChecksTest {
  @TempDir Path directory;
  private final Ledger ledger = new Ledger();
  private Journal journal;
  private Findings findings;
  private long revision;

  @BeforeEach
  void open() {
    RunClock clock = new RunClock();
    journal = new Journal(clock, _ -> {}, directory);
    findings = new Findings(clock, () -> revision, journal);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void livesOneAfterTheOtherAreWell() {
    assigned("agent-1", 1);
    assigned("agent-2", 2);
    check(life(1, 10, "agent-1", 0, 900), life(1, 11, "agent-1", 1000, 1900), secondFrom(2000));
    assertThat(found()).isEmpty();
  }

  @Test
  void twoProcessesOfOneAttemptAreFound() {
    assigned("agent-1", 1);
    check(life(1, 10, "agent-1", 0, 1000), life(1, 11, "agent-1", 900, 2000));
    assertThat(found()).containsExactly("one-process-per-attempt");
  }

  @Test
  void twoAttemptsAtOnceAreFoundUnlessTheEarlierWasGivenUp() {
    assigned("agent-1", 1);
    assigned("agent-2", 2);
    check(life(1, 10, "agent-1", 0, 5000), secondFrom(2000));
    assertThat(found()).containsExactly("one-attempt-runs");
  }

  @Test
  void twoAttemptsAtOnceAreWellWhenTheEarlierWasGivenUp() {
    assigned("agent-1", 1);
    put(
        "/meso/status/tasks/default/count-0",
        "{\"metadata\":{\"uid\":\"u\"},\"status\":{\"history\":[{\"attempt\":1,\"phase\":\"Unreachable\"}]}}");
    assigned("agent-2", 2);
    check(life(1, 10, "agent-1", 0, 5000), secondFrom(2000));
    assertThat(found()).isEmpty();
  }

  @Test
  void processThatNobodyAssignedAndOneOnAnotherAgentAreFound() {
    assigned("agent-1", 1);
    check(life(1, 10, "agent-3", 0, 1000), life(7, 11, "agent-1", 2000, 3000));
    assertThat(found()).containsExactly("process-assigned", "process-assigned");
  }

  @Test
  void promiseThatWasNeverStoredAndJobThatRanTooLittleAreFound() {
    Promise promise = new Promise("jobs", "count");
    promise.stored("u-job", new Want("count.1", 2));
    new PromiseChecks(ledger, findings)
        .check(List.of(promise), List.of(life(1, 10, "agent-1", 0, 1000)));
    assertThat(found()).containsExactly("acknowledged-is-stored", "job-really-completed");
  }

  @Test
  void lifeIsReadFromItsFile() throws IOException {
    Path file = directory.resolve("web.1~web-0~u~2~4711");
    Files.writeString(file, "start 1000 agent-1\nb\nb\n");
    Life running = Life.read(file).orElseThrow();
    assertThat(running.exit()).isEmpty();
    assertThat(running.last()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
    Files.writeString(file, "start 1000 agent-1\nb\nend 2500 9\n");
    assertThat(Life.read(file))
        .contains(new Life("web.1", "web-0", "u", 2, 4711, "agent-1", 1000, 2500, Optional.of(9)));
    Files.writeString(file, "");
    assertThat(Life.read(file)).isEmpty();
  }

  private void assigned(String agent, long attempt) {
    put(
        "/meso/assignments/" + agent + "/default/count-0/" + attempt,
        "{\"taskUid\":\"u\",\"attempt\":" + attempt + "}");
  }

  private void put(String key, String value) {
    revision++;
    Change change = new Change.Put(new Entry(key, value, revision, revision, 0));
    ledger.observe(new Step(revision, Duration.ZERO, Optional.empty(), List.of(), List.of(change)));
  }

  private static Life secondFrom(long start) {
    return life(2, 12, "agent-2", start, start + 1000);
  }

  private static Life life(long attempt, long pid, String agent, long start, long last) {
    return new Life("count.1", "count-0", "u", attempt, pid, agent, start, last, Optional.of(0));
  }

  private void check(Life... lives) {
    new LifeChecks(ledger, findings).check(List.of(lives));
  }

  private List<String> found() {
    return findings.violations().stream().map(Violation::invariant).toList();
  }
}
