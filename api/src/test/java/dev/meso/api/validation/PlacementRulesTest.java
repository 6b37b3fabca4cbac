package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.InvalidInput;
import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Job;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TemplateRevision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementRulesTest {

  private static ApiObject object(String kind, String spec) {
    return Manifests.read(
            "apiVersion: meso.dev/v1\nkind: "
                + kind
                + "\nmetadata: {name: a}\nspec: {"
                + spec
                + "}\n",
            "test")
        .getFirst();
  }

  private static String task(String fields) {
    return "containers: [{name: main, command: [x]}], " + fields;
  }

  private static List<String> errors(String kind, String spec) {
    try {
      return Validation.check(Defaults.apply(object(kind, spec))).stream()
          .map(FieldError::toString)
          .toList();
    } catch (InvalidInput e) {
      return e.errors().stream().map(error -> error.path() + ": " + error.message()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue: eng.web, priority: -1000000000, preemptionPolicy: Never",
        "activeDeadlineSeconds: 1",
        "constraints: [{attribute: rack, operator: In, values: [r1, '']}]",
        "constraints: [{attribute: example.com/model, operator: Exists}]",
        "constraints: [{attribute: detected.cpus, operator: Gt, values: ['16']}]",
        "constraints: [{attribute: k, operator: Version, values: ['>= 5.10.0-0', '<7']}]",
        "constraints: [{attribute: zone, operator: Matches, values: ['eu-(west|north)-[0-9]+']}]",
        "constraints: [{attribute: agent, operator: Unique}]",
        "constraints: [{attribute: rack, operator: MaxPerValue, max: 2}]",
        "constraints: [{attribute: agent, operator: Apart, tasks: {matchLabels: {app: db}}}]",
        "preferences: [{weight: -100, attribute: rack, operator: Together,"
            + " tasks: {matchExpressions: [{key: app, operator: In, values: [db]}]}}]",
        "spread: [{attribute: rack, targets: {r1: 70, r2: 30}, maxSkew: 1}]",
        "tolerations: [{operator: Exists}, {key: gpu, value: big, effect: NoExecute}]",
      })
  void whatMeansSomethingIsValid(String fields) {
    assertThat(errors("Task", task(fields))).isEmpty();
    ApiObject task = Defaults.apply(object("Task", task(fields)));
    assertThat(Json.read(Task.class, Json.write(task))).isEqualTo(task);
    assertThat(Defaults.apply(task)).isEqualTo(task);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue: eng..web | spec.queue: expected lower-case letters
          queue: a.b.c.d.e.f | spec.queue: expected at most 5 labels
          priority: 1000000001 | spec.priority: expected a number from -1000000000 to 1000000000
          preemptionPolicy: never | spec.preemptionPolicy: expected one of PreemptLowerPriority, Never, found 'never'; did you mean 'Never'?
          activeDeadlineSeconds: 0 | spec.activeDeadlineSeconds: expected a number from 1 to
          constraints: [{attribute: r, operator: Near}] | spec.constraints[0].operator: expected one of In, NotIn
          constraints: [{attribute: 'a b', operator: Exists}] | spec.constraints[0].attribute: expected a key
          constraints: [{attribute: r, operator: In}] | spec.constraints[0].values: required: expected at least one value
          constraints: [{attribute: r, operator: Exists, values: [a]}] | spec.constraints[0].values: expected no values, found 1
          constraints: [{attribute: r, operator: Gt, values: [many]}] | spec.constraints[0].values: expected a number such as 16 or 2.5, found 'many'
          constraints: [{attribute: r, operator: Gt, values: ['1', '2']}] | spec.constraints[0].values: expected one number, found 2 values
          constraints: [{attribute: r, operator: Version, values: ['5.10']}] | spec.constraints[0].values: expected a comparison with a version
          constraints: [{attribute: r, operator: Matches, values: ['a{2}']}] | spec.constraints[0].values: expected \\{ or \\}, as counted repetition is not known at character 2
          constraints: [{attribute: r, operator: Unique, values: [a]}] | spec.constraints[0].values: expected no values with Unique, found 1
          constraints: [{attribute: r, operator: Unique, max: 2}] | spec.constraints[0].max: expected nothing, found '2'; only MaxPerValue has it
          constraints: [{attribute: r, operator: MaxPerValue}] | spec.constraints[0].max: required: expected a number
          constraints: [{attribute: r, operator: MaxPerValue, max: 0}] | spec.constraints[0].max: expected a number from 1 to
          constraints: [{attribute: r, operator: Together}] | spec.constraints[0].tasks: required: expected matchLabels
          constraints: [{attribute: r, operator: Apart, tasks: {}}] | spec.constraints[0].tasks: required: expected matchLabels
          constraints: [{attribute: r, operator: Exists, tasks: {matchLabels: {a: b}}}] | spec.constraints[0].tasks: expected nothing
          constraints: [{attribute: r, operator: Apart, tasks: {matchLabels: {a: 'b c'}}}] | spec.constraints[0].tasks.matchLabels[a]: expected an empty value or one
          constraints: [{attribute: r, operator: Apart, tasks: {matchExpressions: [{key: a, operator: In}]}}] | spec.constraints[0].tasks.matchExpressions[0].values: required
          constraints: [{attribute: r, operator: Apart, tasks: {matchExpressions: [{key: a, operator: Gt}]}}] | spec.constraints[0].tasks.matchExpressions[0].operator: expected one of In, NotIn
          preferences: [{weight: 0, attribute: r, operator: Exists}] | spec.preferences[0].weight: expected a number that is not 0
          preferences: [{weight: 101, attribute: r, operator: Exists}] | spec.preferences[0].weight: expected a number from -100 to 100
          preferences: [{weight: 1, attribute: r, operator: Unique}] | spec.preferences[0].operator: expected one of
          preferences: [{weight: 1, attribute: r, operator: Apart, tasks: {matchLabels: {a: b}}}] | spec.preferences[0].operator: expected Together with a weight below 0
          preferences: [{attribute: r, operator: Exists}] | spec.preferences[0].weight: required
          spread: [{attribute: r, targets: {a: 60, b: 41}}] | spec.spread[0].targets: expected at most 100 percent together, found 101
          spread: [{attribute: r, targets: {a: -1}}] | spec.spread[0].targets[a]: expected a number from 0 to 100
          spread: [{attribute: r, weight: 0}] | spec.spread[0].weight: expected a number from 1 to 100
          spread: [{attribute: r, maxSkew: 0}] | spec.spread[0].maxSkew: expected a number from 1 to
          spread: [{attribute: r}, {attribute: r}] | spec.spread[1].attribute: expected an attribute that no other spread has
          tolerations: [{value: a}] | spec.tolerations[0].key: required: expected a key, or operator Exists
          tolerations: [{key: a, operator: Exists, value: b}] | spec.tolerations[0].value: expected nothing, found 'b'
          tolerations: [{key: a, effect: Never}] | spec.tolerations[0].effect: expected one of
          tolerations: [{key: a, tolerationSeconds: 3}] | spec.tolerations[0].tolerationSeconds: unknown field of Toleration
          """)
  void whatMeansNothingIsRefused(String fields, String message) {
    assertThat(errors("Task", task(fields))).first().asString().startsWith(message);
    assertThat(errors("Task", task(fields))).hasSize(1);
  }

  @Test
  void listsAreBounded() {
    String many = "{attribute: r, operator: Exists},".repeat(33);
    assertThat(errors("Task", task("constraints: [" + many + "]")))
        .containsExactly("spec.constraints: expected at most 32 entries, found 33");
    String values = "v,".repeat(65);
    assertThat(
            errors(
                "Task",
                task("constraints: [{attribute: r, operator: In, values: [" + values + "]}]")))
        .containsExactly("spec.constraints[0].values: expected at most 64 entries, found 65");
  }

  @Test
  void whatIsTheDefaultIsNotWrittenIntoTheTemplate() {
    String template = "template: {spec: {containers: [{name: main, command: [x]}]}}";
    TaskSpec spec = ((App) Defaults.apply(object("App", template))).requireSpec().template().spec();
    assertThat(spec.queue()).isNull();
    assertThat(spec.queueName()).isEqualTo("default");
    assertThat(spec.priorityValue()).isZero();
    assertThat(spec.mayPreempt()).isTrue();
    // The revision of this template before there were queues.
    assertThat(
            TemplateRevision.of(
                ((App) Defaults.apply(object("App", template))).requireSpec().template()))
        .isEqualTo("21304595e7");
  }

  @Test
  void whatIsLeftOutOfASpreadATolerationOrAGangIsFilledIn() {
    TaskSpec spec =
        ((Task)
                Defaults.apply(
                    object("Task", task("spread: [{attribute: r}], tolerations: [{key: k}]"))))
            .requireSpec();
    assertThat(spec.spread().getFirst().weight()).isEqualTo(50);
    assertThat(spec.tolerations().getFirst().operator()).isEqualTo("Equal");
    Job job = (Job) Defaults.apply(object("Job", gang(4, "minAvailable: 3")));
    assertThat(job.requireSpec().gang())
        .isNotNull()
        .satisfies(gang -> assertThat(gang.timeoutSeconds()).isEqualTo(300));
  }

  private static String gang(int parallelism, String gang) {
    return "completions: 4, parallelism: "
        + parallelism
        + ", gang: {"
        + gang
        + "}, template: {spec: {containers: [{name: main, command: [x]}]}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4 | minAvailable: 4 |
          4 | minAvailable: 2, timeoutSeconds: 10 |
          4 | minAvailable: 1 | spec.gang.minAvailable: expected a number from 2 to 100000, found 1
          3 | minAvailable: 4 | spec.gang.minAvailable: expected at most parallelism, which is 3, found 4
          9 | minAvailable: 5 | spec.gang.minAvailable: expected at most completions, which is 4, found 5
          4 | minAvailable: 2, timeoutSeconds: 0 | spec.gang.timeoutSeconds: expected a number from 1 to 604800, found 0
          4 | timeoutSeconds: 10 | spec.gang.minAvailable: required: expected a whole number, found nothing
          """)
  void aGangIsTwoTasksToAllThatRunAtOnce(int parallelism, String gang, String error) {
    assertThat(errors("Job", gang(parallelism, gang)))
        .isEqualTo(error == null ? List.of() : List.of(error));
  }

  @Test
  void aGangStaysAsItIs() {
    ApiObject before = Defaults.apply(object("Job", gang(4, "minAvailable: 2")));
    ApiObject after = Defaults.apply(object("Job", gang(4, "minAvailable: 3")));
    assertThat(Validation.checkUpdate(before, after))
        .singleElement()
        .extracting(FieldError::path)
        .isEqualTo("spec.gang");
  }

  @Test
  void aBudgetIsNotBelowZero() {
    String template = ", template: {spec: {containers: [{name: main, command: [x]}]}}";
    assertThat(errors("App", "disruption: {maxUnavailable: 0}" + template)).isEmpty();
    assertThat(errors("App", "disruption: {maxUnavailable: -1}" + template))
        .singleElement()
        .asString()
        .startsWith("spec.disruption.maxUnavailable: expected a number from 0 to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taints: [{key: gpu, value: big, effect: NoSchedule}, {key: gpu, effect:"
            + " PreferNoSchedule}]",
        "maintenance: [{start: 2026-01-31T12:00:00Z, end: 2026-01-31T12:00:01Z}]",
        "reservations: [{queue: eng.web, resources: {cpu: 2}}]",
      })
  void whatAdminsSetOnAnAgentIsValid(String spec) {
    assertThat(errors("Agent", spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          taints: [{key: gpu, effect: NoExecute}] | spec.taints[0].effect: expected NoSchedule or PreferNoSchedule, found 'NoExecute': no taint ends tasks that run here; use NoSchedule and drain the agent
          taints: [{key: gpu, effect: Never}] | spec.taints[0].effect: expected one of
          taints: [{key: gpu}] | spec.taints[0].effect: required
          taints: [{key: 'g u', effect: NoSchedule}] | spec.taints[0].key: expected a key
          taints: [{key: g, value: 'a b', effect: NoSchedule}] | spec.taints[0].value: expected an empty value or one
          taints: [{key: g, effect: NoSchedule}, {key: g, value: a, effect: NoSchedule}] | spec.taints[1]: expected one taint of each key and effect, found g=a:NoSchedule again
          maintenance: [{start: 2026-01-31T12:00:00Z, end: 2026-01-31T12:00:00Z}] | spec.maintenance[0].end: expected a time after start
          reservations: [{queue: A, resources: {cpu: 2}}] | spec.reservations[0].queue: expected lower-case
          reservations: [{queue: a}] | spec.reservations[0].resources: required: expected at least one amount
          reservations: [{queue: a, resources: {gpu: 0.5}}] | spec.reservations[0].resources[gpu]: expected a whole number
          reservations: [{queue: a, resources: {cpu: 1}}, {queue: a, resources: {cpu: 1}}] | spec.reservations[1].queue: expected a queue that no other reservation has
          attributes: {agent: b} | spec.attributes[agent]: expected another name
          """)
  void whatAnAdminCannotMeanIsRefused(String spec, String message) {
    assertThat(errors("Agent", spec)).singleElement().asString().startsWith(message);
  }
}
