package dev.meso.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.App;
import dev.meso.api.kind.Kind;
import dev.meso.api.validation.Defaults;
import dev.meso.api.validation.Validation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a text holds, it is read or refused in words; nothing else is ever thrown. */
class HostileInputTest {
  private static final int ROUNDS = 3_000;
  private static final long SEED = 20_260_131;
  private static final String PIECES =
      "{}[]:,-&*!|>'\"%@`#?\n\t \\0\u0000\u0085\ud800\ufeff~<=x9.e";

  private static final String YAML =
      """
      apiVersion: meso.dev/v1
      kind: App
      metadata: {name: web, labels: &l {app: web}}
      spec:
        replicas: 3
        template:
          metadata: {labels: *l}
          spec:
            containers:
            - name: main
              command: [sh, -c, "exec serve\\n"]
              env: [{name: A, value: '1'}]
              resources: {limits: {cpu: 1.5, memory: 128Mi}}
            replaceAfter: 1m30s
      ---
      apiVersion: v1
      kind: List
      items: []
      """;

  @Test
  void aNumberThatIsTooLongToBeReadIsRefused() {
    String json =
        "{\"apiVersion\":\"meso.dev/v1\",\"kind\":\"App\",\"spec\":{\"replicas\":"
            + "9".repeat(2_000)
            + "}}";
    InvalidInput refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            InvalidInput.class, () -> Manifests.readObject(Kind.APP, json));
    assertThat(refused.errors().getFirst().message()).contains("is no JSON").contains("2000");
  }

  @Test
  void mutatedManifestsAreReadOrRefused() {
    Random random = new Random(SEED);
    String json = Json.write((Record) Manifests.read(YAML, "a").getFirst());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(round % 2 == 0 ? YAML : json, random);
      try {
        List<ApiObject> objects = Manifests.read(text, "a");
        objects.forEach(object -> assertThat(Validation.check(Defaults.apply(object))).isNotNull());
      } catch (InvalidInput e) {
        refused++;
        assertThat(e.errors()).isNotEmpty();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ":\n" + text, e);
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
  }

  @Test
  void mutatedRecordsAreReadOrMalformed() {
    Random random = new Random(SEED);
    String json = Json.write((Record) Manifests.read(YAML, "a").getFirst());
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(json, random);
      try {
        Stored<App> stored = Stored.read(App.class, text);
        assertThat(Json.readTree(stored.write(stored.value()))).isEqualTo(stored.raw());
      } catch (MalformedRecord e) {
        assertThat(e).hasMessageContaining("Reading");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + SEED + ", round " + round + ":\n" + text, e);
      }
    }
  }

  @Test
  void depthIsBoundedEverywhere() {
    String deep = "[".repeat(200_000);

    assertThatCode(() -> Manifests.read(deep, "a")).isInstanceOf(InvalidInput.class);
    assertThatCode(() -> Manifests.read("{\"a\":" + deep, "a")).isInstanceOf(InvalidInput.class);
    assertThatCode(() -> Manifests.readObject(Kind.APP, deep)).isInstanceOf(InvalidInput.class);
    assertThatCode(() -> Json.read(App.class, deep)).isInstanceOf(MalformedRecord.class);
    assertThatCode(() -> Json.read(App.class, "{\"later\":" + deep))
        .isInstanceOf(MalformedRecord.class);
    assertThatCode(() -> Json.readTree("{\"later\":" + deep)).isInstanceOf(MalformedRecord.class);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(mutated.length());
      char piece = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, piece);
        case 1 -> mutated.setCharAt(at, piece);
        case 2 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(8)));
        default -> {
          int from = random.nextInt(mutated.length());
          int to = Math.min(mutated.length(), from + random.nextInt(12));
          mutated.insert(at, mutated.substring(from, to));
        }
      }
    }
    return mutated.toString();
  }
}
