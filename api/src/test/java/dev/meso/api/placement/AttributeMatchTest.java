package dev.meso.api.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.LabelRequirement;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskSelector;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.meta.LabelSelector;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Validation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeMatchTest {

  /** Values and wishes that are at the edge of something. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "amd64",
          "16",
          "-3.5",
          "+7",
          "1e3",
          "5.10.0-21-amd64",
          ">= 5.10",
          "<7",
          "= 1",
          "a*",
          "(a|b)+",
          "(",
          "[",
          "0000000000000000000001",
          "9".repeat(300),
          "ä€😀",
          "\n",
          "a b",
          "NaN",
          ">",
          "!=",
          "v1",
          "1.2.3.4",
          "\\d+");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          In           | amd64,x86   | amd64  | true
          In           | amd64,x86   | arm64  | false
          In           | amd64       | none   | false
          NotIn        | amd64       | arm64  | true
          NotIn        | amd64       | amd64  | false
          NotIn        | amd64       | none   | true
          Exists       | none        | x      | true
          Exists       | none        | none   | false
          DoesNotExist | none        | none   | true
          DoesNotExist | none        | x      | false
          Gt           | 16          | 16.5   | true
          Gt           | 16          | 16     | false
          Gt           | 16          | 9      | false
          Gt           | 16          | many   | false
          Gt           | 16          | none   | false
          Lt           | -1          | -1.5   | true
          Lt           | 16          | 9      | true
          Lt           | 16          | 16.0   | false
          Version      | >= 5.10,<7  | 6.1    | true
          Version      | >= 5.10,<7  | 7.0    | false
          Version      | >= 5.10,<7  | 5.9    | false
          Version      | >= 5.10     | new    | false
          Version      | >= 5.10     | none   | false
          Matches      | r[0-9]+     | r17    | true
          Matches      | r[0-9]+     | xr17   | false
          Matches      | .*          | none   | false
          """)
  void anOperatorHoldsOrNot(String operator, String values, String value, boolean holds) {
    AttributeMatch match =
        AttributeMatch.of("k", operator, values == null ? List.of() : List.of(values.split(",")));
    SortedMap<String, String> attributes = new TreeMap<>(Map.of("other", "amd64"));
    if (value != null) {
      attributes.put("k", value);
    }
    assertThat(match.holds(attributes)).isEqualTo(holds);
    assertThat(match.veto(attributes).isEmpty()).isEqualTo(holds);
  }

  @Test
  void aVetoSaysWhatIsThereAndWhatIsWanted() {
    AttributeMatch match = AttributeMatch.of("arch", "In", List.of("amd64", "x86"));
    assertThat(match.veto(new TreeMap<>(Map.of("arch", "arm64"))))
        .contains("has arch=arm64 where In [amd64, x86] is wanted");
    assertThat(match.veto(Collections.emptySortedMap()))
        .contains("lacks arch where In [amd64, x86] is wanted");
    assertThat(
            AttributeMatch.of("arch", "DoesNotExist", List.of())
                .veto(new TreeMap<>(Map.of("arch", "x".repeat(500)))))
        .hasValueSatisfying(
            words -> assertThat(words).hasSizeLessThan(200).endsWith("DoesNotExist is wanted"));
    assertThat(match).hasToString("arch In [amd64, x86]");
  }

  @Test
  void anOperatorThatIsNotOfAttributesIsRefused() {
    assertThatThrownBy(() -> AttributeMatch.of("agent", "Unique", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Operator: expected one of In, NotIn");
  }

  @Test
  void whatValidationAcceptsIsMadeAndNeverThrows() {
    int accepted = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      String operator =
          Constraint.ATTRIBUTE_OPERATORS.get(random.nextInt(Constraint.ATTRIBUTE_OPERATORS.size()));
      List<String> values = new ArrayList<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        values.add(TEXTS.get(random.nextInt(TEXTS.size())));
      }
      if (!valid(new Constraint("k", operator, values, null, null))) {
        continue;
      }
      accepted++;
      AttributeMatch match = AttributeMatch.of("k", operator, values);
      for (String value : TEXTS) {
        SortedMap<String, String> attributes = new TreeMap<>(Map.of("k", value));
        assertThat(match.veto(attributes).isEmpty())
            .as("seed %s: %s of '%s'", seed, match, value)
            .isEqualTo(match.holds(attributes));
      }
      assertThat(match.holds(Collections.emptySortedMap()))
          .isEqualTo(operator.equals("NotIn") || operator.equals("DoesNotExist"));
    }
    assertThat(accepted).as("constraints that are valid").isGreaterThan(500);
  }

  @Test
  void inAndNotInAreOppositesOfAnyValue() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      List<String> values = List.of(TEXTS.get(random.nextInt(TEXTS.size())), "amd64");
      AttributeMatch in = AttributeMatch.of("k", "In", values);
      AttributeMatch notIn = AttributeMatch.of("k", "NotIn", values);
      for (String value : TEXTS) {
        assertThat(in.holdsFor(value)).isEqualTo(values.contains(value));
        assertThat(notIn.holdsFor(value)).isNotEqualTo(in.holdsFor(value));
      }
    }
  }

  private static boolean valid(Constraint constraint) {
    TaskSpec spec =
        new TaskSpec(List.of(), Collections.emptySortedMap(), null, null, null, null, null)
            .toBuilder().constraints(List.of(constraint)).build();
    return Validation.check(Task.of(ObjectMeta.named("default", "a"), spec, null)).stream()
        .noneMatch(error -> error.path().startsWith("spec.constraints"));
  }

  @Test
  void aTaskSelectorComparesLabels() {
    LabelSelector selector =
        new TaskSelector(
                new TreeMap<>(Map.of("app", "db")),
                List.of(
                    new LabelRequirement("tier", "NotIn", List.of("test")),
                    new LabelRequirement("zone", "Exists", List.of()),
                    new LabelRequirement("old", "DoesNotExist", List.of())))
            .compiled();
    assertThat(selector).hasToString("app=db,tier!=test,zone,!old");
    assertThat(selector.matches(Map.of("app", "db", "zone", ""))).isTrue();
    assertThat(selector.matches(Map.of("app", "db", "zone", "", "tier", "test"))).isFalse();
    assertThat(selector.matches(Map.of("app", "web", "zone", ""))).isFalse();
    assertThat(selector.matches(Map.of("app", "db"))).isFalse();
    assertThat(selector.matches(Map.of("app", "db", "zone", "", "old", "1"))).isFalse();
  }
}
