package dev.meso.controller.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeptTest {
  private static final String META =
      """
      {"apiVersion":"meso.dev/v1","kind":"Task","metadata":{"name":"NAME","namespace":"default","uid":"uid-NAME","labels":{"app":"sum"},
       "annotations":{"by":"hand"},"creationTimestamp":"2026-01-01T00:00:00Z",
       "ownerReferences":[{"apiVersion":"meso.dev/v1","kind":"Job","name":"sum","uid":"u","controller":true,"blockOwnerDeletion":true}],
       "finalizers":["a/b"],"generation":3,"deletionGracePeriodSeconds":4},
       "status":{"phase":"Running","attempt":1,"agent":"a1","host":"h1","ports":{"web":8000},
       "templateRevision":"r","ordinal":5,"restarts":6,"failures":7,"retryAt":"2026-01-01T00:00:01Z",
       "exitCode":1,"signal":9,"reason":"R","message":"m","startedAt":"2026-01-01T00:00:02Z",
       "finishedAt":"2026-01-01T00:00:03Z","nominatedAgent":"a2",
       "conditions":[{"type":"Faulted","status":"True"}],
       "history":[{"at":"2026-01-01T00:00:00Z","attempt":1,"phase":"Assigned","agent":"a1","reason":"R"}]}}
      """;
  private static final String ASSIGNMENT =
      """
      {"namespace":"default","task":"NAME","taskUid":"uid-NAME","attempt":1,"desired":"run",
       "gracePeriodSeconds":5,"owner":"Job/sum","templateRevision":"r","labels":{"app":"sum"},
       "spec":{"containers":[{"name":"main","command":["true"],
       "resources":{"requests":{"cpu":"100m"}}}],"priority":4},
       "ports":{"web":8000},"resources":{"cpu":"100m"},"assignedAt":"2026-01-01T00:00:00Z","held":true,
       "volumes":{"data":{"volume":"db","uid":"v","shared":false}}}
      """;
  private static final String REPORT =
      """
      {"namespace":"default","task":"NAME","taskUid":"uid-NAME","attempt":1,"phase":"Running",
       "restarts":2,"exitCode":3,"signal":4,"reason":"R","message":"m",
       "startedAt":"2026-01-01T00:00:02Z","finishedAt":"2026-01-01T00:00:03Z",
       "containers":[{"name":"main","state":"Running","pid":7,"restarts":0}],
       "transitions":[{"sequence":2,"uuid":"u","phase":"Running","at":"2026-01-01T00:00:02Z"}]}
      """;

  private final ClusterState state = new ClusterState();
  private long revision;

  private void hear(Key key, Object value) {
    revision++;
    state.apply(new Event.Put(key, value, revision, revision));
  }

  private static Task task(String name) {
    return Json.read(Task.class, META.replace("NAME", name));
  }

  private static Assignment assignment(String name) {
    return Json.read(Assignment.class, ASSIGNMENT.replace("NAME", name));
  }

  private static Report report(String name) {
    return Json.read(Report.class, REPORT.replace("NAME", name));
  }

  private TaskRow heard(String name) {
    AttemptId attempt = new AttemptId("default", name, 1);
    hear(new Key.Status(Kind.TASK, "default", name), task(name));
    hear(new Key.Assignment("a1", attempt), assignment(name));
    hear(new Key.Report("a1", attempt), report(name));
    return Objects.requireNonNull(state.tasks().get(new TaskName("default", name)));
  }

  @Test
  void nothingOfStatusAndAssignmentIsLost() {
    TaskRow row = heard("sum-5");
    assertThat(row.task()).isEqualTo(task("sum-5"));
    assertThat(row.assignment(new Place("a1", 1))).isEqualTo(assignment("sum-5"));
  }

  /** Or the test above proves nothing of what was added to them since. */
  @Test
  void theRecordsOfThisTestSayEverythingThatSuchRecordsCanSay() throws Exception {
    saysEverything(assignment("sum-5"));
    saysEverything(Objects.requireNonNull(task("sum-5").status()));
    saysEverything(Objects.requireNonNull(task("sum-5").status()).history().getFirst());
  }

  private static void saysEverything(Record told) throws ReflectiveOperationException {
    for (RecordComponent component : told.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(told);
      assertThat(value).as("%s of %s", component.getName(), told.getClass()).isNotNull();
      if (value instanceof Map<?, ?> map) {
        assertThat(map).as(component.getName()).isNotEmpty();
      } else if (value instanceof Collection<?> list) {
        assertThat(list).as(component.getName()).isNotEmpty();
      }
    }
  }

  @Test
  void reportsAreKeptWithoutWhatNoDecisionIsMadeBy() {
    Report told = report("sum-5");
    Report kept = Objects.requireNonNull(heard("sum-5").report(new Place("a1", 1)));
    assertThat(kept)
        .isEqualTo(
            new Report(
                told.namespace(),
                told.task(),
                told.taskUid(),
                told.attempt(),
                told.phase(),
                told.restarts(),
                told.exitCode(),
                told.signal(),
                told.reason(),
                told.message(),
                told.startedAt(),
                told.finishedAt(),
                List.of(),
                List.of()));
  }

  @Test
  void tasksOfOneTemplateShareWhatTheyHaveInCommon() {
    Assignment one = Objects.requireNonNull(heard("sum-5").assignment(new Place("a1", 1)));
    TaskRow row = heard("sum-6");
    Assignment other = Objects.requireNonNull(row.assignment(new Place("a1", 1)));
    assertThat(other.spec()).isSameAs(one.spec());
    assertThat(other.labels()).isSameAs(one.labels());
    assertThat(other.resources()).isSameAs(one.resources());
    assertThat(row.assignmentCell(new Place("a1", 1)))
        .satisfies(cell -> assertThat(cell.charge()).isNotNull());
  }

  @Test
  void recordsOfOneTaskShareItsNames() {
    TaskRow row = heard("sum-5");
    Assignment assignment = Objects.requireNonNull(row.assignment(new Place("a1", 1)));
    Report report = Objects.requireNonNull(row.report(new Place("a1", 1)));
    Task task = Objects.requireNonNull(row.task());
    assertThat(assignment.task()).isSameAs(row.name().name());
    assertThat(report.task()).isSameAs(row.name().name());
    assertThat(task.metadata().name()).isSameAs(row.name().name());
    assertThat(assignment.taskUid()).isSameAs(task.metadata().uid());
    assertThat(report.taskUid()).isSameAs(task.metadata().uid());
  }

  @Test
  void ofEqualValuesOneIsKept() {
    Alike alike = new Alike();
    String first = "te".concat("xt");
    assertThat(alike.one(first)).isSameAs(first);
    assertThat(alike.one("te".concat("xt"))).isSameAs(first);
    assertThat(alike.<String>maybe(null)).isNull();
  }
}
