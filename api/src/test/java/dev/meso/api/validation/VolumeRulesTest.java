package dev.meso.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeRulesTest {

  private static ApiObject read(String yaml) {
    return Defaults.apply(Manifests.read(yaml, "test").getFirst());
  }

  private static List<String> errors(ApiObject object) {
    return Validation.check(object).stream().map(FieldError::toString).toList();
  }

  private static Volume volume(String spec) {
    return (Volume)
        read("apiVersion: meso.dev/v1\nkind: Volume\nmetadata: {name: db}\nspec: " + spec + "\n");
  }

  private static ApiObject task(String kind, String volumes, String mounts) {
    String spec =
        "{volumes: "
            + volumes
            + ", containers: [{name: main, command: [run], volumeMounts: "
            + mounts
            + "}]}";
    return read(
        "apiVersion: meso.dev/v1\nkind: "
            + kind
            + "\nmetadata: {name: x}\nspec: "
            + (kind.equals("Task") ? spec : "{template: {spec: " + spec + "}}")
            + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{size: 10Gi}",
        "{size: 1, queue: eng.web, shared: true, onLost: Recreate}",
        "{size: 1Gi, constraints: [{attribute: rack, operator: In, values: [r1]}]}"
      })
  void aVolumeNeedsNoMoreThanASize(String spec) {
    assertThat(errors(volume(spec))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {size: 0}                    | spec.size: expected a size above zero, found 0
          {size: -1Gi}                 | spec.size: expected a size above zero
          {size: 500m}                 | spec.size: expected whole bytes
          {size: 2Ei}                  | spec.size: expected at most
          {size: 1, onLost: Replace}   | spec.onLost: expected one of Wait, Recreate, found 'Replace'
          {size: 1, queue: a..b}       | spec.queue:
          {size: 1, constraints: [{attribute: rack, operator: Unique}]} | spec.constraints[0].operator: expected one of
          """)
  void anyOtherIsRefused(String spec, String message) {
    assertThat(errors(volume(spec))).singleElement().asString().startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''          | expected a relative path
          /etc        | expected a relative path
          ..          | expected a relative path
          a/../b      | expected a relative path
          a//b        | expected a relative path
          a/          | expected a relative path
          ./a         | expected a relative path
          """)
  void aMountStaysInTheSandbox(String path, String message) {
    assertThat(
            errors(
                task("Task", "[{name: d, volume: v}]", "[{name: d, mountPath: '" + path + "'}]")))
        .singleElement()
        .asString()
        .startsWith("spec.containers[0].volumeMounts[0].mountPath: ")
        .contains(message);
  }

  @Test
  void namesOfVolumesAndMountsGoTogether() {
    assertThat(errors(task("Task", "[{name: d, volume: v}]", "[{name: d, mountPath: a/b}]")))
        .isEmpty();
    assertThat(errors(task("Task", "[{name: d, volume: v}]", "[{name: e, mountPath: a}]")))
        .singleElement()
        .asString()
        .startsWith("spec.containers[0].volumeMounts[0].name: expected the name of a volume");
    assertThat(errors(task("App", "[{name: d, volume: v}, {name: d, volume: w}]", "[]")))
        .singleElement()
        .asString()
        .startsWith("spec.template.spec.volumes[1].name: ");
    assertThat(errors(task("App", "[{name: d, volume: v}, {name: e, volume: v}]", "[]")))
        .singleElement()
        .asString()
        .startsWith("spec.template.spec.volumes[1].volume: expected each Volume once");
    assertThat(
            errors(
                task(
                    "App",
                    "[{name: d, volume: v}, {name: e, volume: w}]",
                    "[{name: d, mountPath: a}, {name: e, mountPath: a/b}]")))
        .singleElement()
        .asString()
        .contains("expected a path outside of that of volume d");
  }

  @Test
  void onlyTasksOfOwnersHaveVolumesOfTheirOwn() {
    String volumes = "[{name: d, volume: v, perTask: true}]";
    assertThat(errors(task("App", volumes, "[]"))).isEmpty();
    assertThat(errors(task("Task", volumes, "[]")))
        .singleElement()
        .asString()
        .startsWith("spec.volumes[0].perTask: expected false in a Task");
  }

  @Test
  void whatIsSetAsideStaysOnceItIsBound() {
    Volume before = volume("{size: 1Gi, queue: a}");
    Volume after = volume("{size: 2Gi, queue: b, shared: true}");
    assertThat(Validation.checkUpdate(before, after)).isEmpty();
    Volume bound =
        before.withStatus(
            new VolumeStatus(1L, VolumeStatus.BOUND, "node-1", null, null, List.of()));
    assertThat(Validation.checkUpdate(bound, after))
        .extracting(FieldError::toString)
        .containsExactly(
            "spec.queue: immutable once bound, to agent node-1: expected 'a', found 'b'",
            "spec.size: immutable once bound, to agent node-1: expected '1Gi', found '2Gi'");
  }

  @Test
  void theExampleIsGood() throws IOException {
    String yaml = Files.readString(Path.of("..", "examples", "volumes.yaml"));
    for (ApiObject object : Manifests.read(yaml, "examples/volumes.yaml")) {
      assertThat(errors(Defaults.apply(object))).isEmpty();
    }
  }
}
