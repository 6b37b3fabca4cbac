package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import org.junit.jupiter.api.Test;

class UpdateRulesTest {
  private static final String JOB =
      """
      apiVersion: meso.dev/v1
      kind: Job
      metadata: {name: x, uid: u1}
      spec:
        completions: 2
        parallelism: 1
        template:
          spec:
            containers: [{name: a, command: [b], resources: {limits: {memory: 1Gi}}}]
      """;
  private static final String APP = JOB.replace("Job", "App").replaceAll("  (comp|para).*\n", "");
  private static final String TASK =
      """
      apiVersion: meso.dev/v1
      kind: Task
      metadata: {name: x, labels: {a: b}}
      spec: {containers: [{name: a, command: [b]}]}
      """;

  private static ApiObject read(String text) {
    return Defaults.apply(Manifests.read(text, "test").getFirst());
  }

  private static java.util.List<String> changed(String text, String from, String to) {
    assertThat(text).contains(from);
    return Validation.checkUpdate(read(text), read(text.replace(from, to))).stream()
        .map(FieldError::path)
        .toList();
  }

  @Test
  void identityStays() {
    assertThat(changed(APP, "name: x", "name: y")).containsExactly("metadata.name");
    assertThat(changed(APP, "name: x", "namespace: y, name: x"))
        .containsExactly("metadata.namespace");
    assertThat(changed(APP, "u1", "u2")).containsExactly("metadata.uid");
    assertThat(changed(APP, ", uid: u1", "")).isEmpty();
    assertThat(Validation.checkUpdate(read(APP), read(JOB)))
        .extracting(FieldError::path)
        .containsExactly("kind");
  }

  @Test
  void anAppMayChange() {
    assertThat(changed(APP, "command: [b]", "command: [c]")).isEmpty();
    assertThat(changed(APP, "spec:\n  template", "spec:\n  replicas: 7\n  template")).isEmpty();
  }

  @Test
  void aJobMayChangeHowFastItRunsAndNotWhat() {
    assertThat(changed(JOB, "parallelism: 1", "parallelism: 2")).isEmpty();
    assertThat(changed(JOB, "parallelism: 1", "backoffLimit: 2")).isEmpty();
    assertThat(changed(JOB, "completions: 2", "completions: 3"))
        .containsExactly("spec.completions");
    assertThat(changed(JOB, "command: [b]", "command: [c]")).containsExactly("spec.template");
    assertThat(changed(JOB, "memory: 1Gi", "memory: 1024Mi")).isEmpty();
  }

  @Test
  void aTaskMayChangeItsLabelsOnly() {
    assertThat(changed(TASK, "a: b", "a: c")).isEmpty();
    assertThat(changed(TASK, "command: [b]", "command: [c]")).containsExactly("spec");
  }
}
