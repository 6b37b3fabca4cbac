package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueRulesTest {

  private static ApiObject read(String name, String spec) {
    return Manifests.read(
            "apiVersion: meso.dev/v1\nkind: Queue\nmetadata: {name: '" + name + "'}\n" + spec,
            "test")
        .getFirst();
  }

  private static List<String> errors(String name, String spec) {
    return Validation.check(Defaults.apply(read(name, spec))).stream()
        .map(FieldError::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "eng", "eng.web", "a.b.c.d.e", "team-1.2"})
  void aNameIsAtMostFiveLabels(String name) {
    assertThat(errors(name, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.b.c.d.e.f   | expected at most 5 labels with dots between, found 6
          eng..web      | in labels with dots between, found 'eng..web'
          .eng          | in labels with dots between, found '.eng'
          Eng           | expected lower-case letters
          eng/web       | expected lower-case letters
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbb | at most 63 characters, found 64
          """)
  void anyOtherNameIsRefused(String name, String message) {
    assertThat(errors(name, ""))
        .singleElement()
        .asString()
        .startsWith("metadata.name: ")
        .contains(message);
  }

  @Test
  void aQueueIsInNoNamespace() {
    assertThat(Kind.QUEUE.namespaced()).isFalse();
    ApiObject queue =
        Manifests.read(
                "apiVersion: meso.dev/v1\nkind: Queue\nmetadata: {name: a, namespace: b}\n", "test")
            .getFirst();
    assertThat(Validation.check(Defaults.apply(queue)))
        .singleElement()
        .extracting(FieldError::path)
        .isEqualTo("metadata.namespace");
  }

  @Test
  void theWeightIsOneUnlessSaid() {
    assertThat(((Queue) Defaults.apply(read("a", ""))).requireSpec().weight()).isEqualTo(1);
    assertThat(((Queue) Defaults.apply(read("a", "spec: {maxTasks: 3}"))).requireSpec().weight())
        .isEqualTo(1);
    Queue said = (Queue) Defaults.apply(read("a", "spec: {weight: 7, placement: Spread}"));
    assertThat(said.requireSpec().weight()).isEqualTo(7);
    assertThat(Defaults.apply(said)).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{guarantee: {cpu: 40}, limit: {cpu: 40}}",
        "{guarantee: {cpu: 40}, limit: {memory: 1Gi}}",
        "{limit: {gpu: 0, example.com/fpga: 0.5}}",
        "{maxTasks: 0, weight: 1000000, placement: Pack}",
        "{guarantee: {memory: 256Pi}}"
      })
  void sensibleSharesAreValid(String spec) {
    assertThat(errors("a", "spec: " + spec)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {weight: 0} | spec.weight: expected a number from 1 to 1000000, found 0
          {weight: 1000001} | spec.weight: expected a number from 1 to 1000000, found 1000001
          {maxTasks: -1} | spec.maxTasks: expected a number from 0 to 100000000, found -1
          {placement: pack} | spec.placement: expected one of Pack, Spread, found 'pack'; did you mean 'Pack'?
          {guarantee: {cpu: 41}, limit: {cpu: 40}} | spec.guarantee[cpu]: expected at most the limit of 40, found 41
          {guarantee: {cpu: 1500m}, limit: {cpu: 1}} | spec.guarantee[cpu]: expected at most the limit of 1, found 1500m
          {limit: {memroy: 1Gi}} | spec.limit[memroy]: expected cpu, memory, disk, gpu or a custom resource
          {limit: {cpu: -1}} | spec.limit[cpu]: expected an amount not below zero, found -1
          {limit: {gpu: 0.5}} | spec.limit[gpu]: expected a whole number of devices, found 0.5
          {guarantee: {memory: 257Pi}} | spec.guarantee[memory]: expected at most
          {guarantee: {cpu: 1e15}} | spec.guarantee[cpu]: expected at most
          """)
  void sharesThatMeanNothingAreRefused(String spec, String message) {
    assertThat(errors("a", "spec: " + spec)).singleElement().asString().startsWith(message);
  }

  @Test
  void theExampleIsValidAndReadsBack() throws IOException {
    String yaml = Files.readString(Path.of("..", "examples", "queues.yaml"));
    List<ApiObject> queues = Manifests.read(yaml, "queues.yaml");
    assertThat(queues)
        .allSatisfy(
            queue -> {
              assertThat(Validation.check(Defaults.apply(queue))).isEmpty();
              assertThat(Json.read(queue.getClass(), Json.write(queue))).isEqualTo(queue);
            });
    assertThat(queues)
        .filteredOn(Queue.class::isInstance)
        .extracting(queue -> queue.metadata().name())
        .contains("research", "web", "web.batch", "default");
  }
}
