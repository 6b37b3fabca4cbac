package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.ResourceRequirements;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskResources;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  private static ApiObject read(String kind, String spec) {
    String text =
        """
        apiVersion: meso.dev/v1
        kind: %s
        metadata: {name: x}
        spec: %s
        """
            .formatted(kind, spec);
    return Defaults.apply(Manifests.read(text, "test").getFirst());
  }

  private static String template(String more) {
    return "{template: {spec: {containers: [{name: a, command: [b]%s}]}}}".formatted(more);
  }

  @Test
  void anAppGetsOneReplicaThatIsAlwaysRestarted() {
    App app = (App) read("App", template(""));

    assertThat(app.metadata().namespace()).isEqualTo("default");
    assertThat(app.requireSpec().replicas()).isEqualTo(1);
    TaskSpec task = app.requireSpec().template().spec();
    assertThat(task.restartPolicy()).isEqualTo("Always");
    assertThat(task.maxRestarts()).isEqualTo(3);
    assertThat(task.terminationGracePeriodSeconds()).isEqualTo(10);
    assertThat(task.onLost()).isEqualTo("Replace");
    assertThat(task.replaceAfter()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aJobRunsAllItsTasksAtOnceAndNeverRestartsThem() {
    Job job = (Job) read("Job", template("").replace("{template", "{completions: 4, template"));

    assertThat(job.requireSpec().completions()).isEqualTo(4);
    assertThat(job.requireSpec().parallelism()).isEqualTo(4);
    assertThat(job.requireSpec().backoffLimit()).isEqualTo(6);
    assertThat(job.requireSpec().template().spec().restartPolicy()).isEqualTo("Never");
    assertThat(job.requireSpec().template().spec().maxRestarts()).isEqualTo(0);
    assertThat(((Job) read("Job", template(""))).requireSpec().completions()).isEqualTo(1);
  }

  @Test
  void aTaskOnItsOwnRunsOnce() {
    Task task = (Task) read("Task", "{containers: [{name: a, command: [b]}]}");

    assertThat(task.requireSpec().restartPolicy()).isEqualTo("Never");
    assertThat(task.requireSpec().maxRestarts()).isEqualTo(0);
  }

  @Test
  void whatIsSaidStays() {
    Task task =
        (Task)
            read(
                "Task",
                "{containers: [], restartPolicy: OnFailure, maxRestarts: 9, onLost: Wait,"
                    + " terminationGracePeriodSeconds: 0, replaceAfter: 5s}");

    TaskSpec spec = task.requireSpec();
    assertThat(spec.restartPolicy()).isEqualTo("OnFailure");
    assertThat(spec.maxRestarts()).isEqualTo(9);
    assertThat(spec.onLost()).isEqualTo("Wait");
    assertThat(spec.terminationGracePeriodSeconds()).isEqualTo(0);
    assertThat(spec.replaceAfter()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aRequestIsTheOneSaidElseTheLimitElseSmall() {
    assertThat(requested("")).isEqualTo(Resources.of(100, 64L << 20));
    assertThat(requested(", resources: {limits: {cpu: 2}}"))
        .isEqualTo(Resources.of(2000, 64L << 20));
    assertThat(requested(", resources: {limits: {cpu: 2}, requests: {cpu: 1, memory: 1Ki}}"))
        .isEqualTo(Resources.of(1000, 1024));
  }

  @Test
  void noLimitIsMadeUp() {
    App app = (App) read("App", template(", resources: {requests: {cpu: 1}}"));

    ResourceRequirements resources =
        Objects.requireNonNull(
            app.requireSpec().template().spec().containers().getFirst().resources());
    assertThat(resources.limits()).isEmpty();
    assertThat(resources.requests()).containsEntry("cpu", Quantity.of(1));
  }

  @Test
  void clusterScopedKindsGetNoNamespace() {
    assertThat(read("Agent", "{}").metadata().namespace()).isNull();
  }

  @Test
  void applyingTwiceChangesNothing() {
    for (String kind : new String[] {"App", "Job"}) {
      ApiObject once = read(kind, template(", resources: {limits: {gpu: 1}}"));
      assertThat(Defaults.apply(once)).isEqualTo(once);
      assertThat(Validation.check(once)).isEmpty();
    }
  }

  private static Resources requested(String more) {
    App app = (App) read("App", template(more));
    return TaskResources.requested(app.requireSpec().template().spec());
  }
}
