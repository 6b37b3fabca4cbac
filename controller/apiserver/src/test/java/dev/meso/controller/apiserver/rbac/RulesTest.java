package dev.meso.controller.apiserver.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.PolicyRule;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static List<String> words(@Nullable String cell) {
    return cell == null ? List.of() : Arrays.asList(cell.split(" ", -1));
  }

  private static PolicyRule rule(
      String verbs, String groups, String resources, @Nullable String names) {
    return new PolicyRule(words(verbs), words(groups), words(resources), words(names), List.of());
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} | {4} {5}/{6}/{7} {8}: {9}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get list | meso.dev | apps      |   | get    | meso.dev | apps |       | web | true
          get list | meso.dev | apps      |   | delete | meso.dev | apps |       | web | false
          *        | meso.dev | apps      |   | delete | meso.dev | apps |       | web | true
          get      | *        | apps      |   | get    | meso.dev | apps |       | web | true
          get      | other    | apps      |   | get    | meso.dev | apps |       | web | false
          get      | meso.dev | *         |   | get    | meso.dev | apps | scale | web | true
          get      | meso.dev | apps      |   | get    | meso.dev | apps | scale | web | false
          get      | meso.dev | apps/scale |  | get    | meso.dev | apps | scale | web | true
          get      | meso.dev | apps/scale |  | get    | meso.dev | apps |       | web | false
          get      | meso.dev | */scale   |   | get    | meso.dev | apps | scale | web | true
          get      | meso.dev | */scale   |   | get    | meso.dev | apps |       | web | false
          get      | meso.dev | apps      | web api | get | meso.dev | apps |    | web | true
          get      | meso.dev | apps      | web api | get | meso.dev | apps |    | db  | false
          list     | meso.dev | apps      | web | list  | meso.dev | apps |       |     | false
          """)
  void aRuleAllowsWhatEachOfItsListsHas(
      String verbs,
      String groups,
      String resources,
      String names,
      String verb,
      String group,
      String resource,
      String subresource,
      String name,
      boolean allowed) {
    Attributes what =
        new Attributes.OnResource(
            verb,
            group,
            resource,
            subresource == null ? "" : subresource,
            "default",
            name == null ? "" : name);
    assertThat(Rules.allows(rule(verbs, groups, resources, names), what)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics, /metrics, true",
    "/metrics, /metrics/x, false",
    "/debug/*, /debug/x/y, true",
    "/debug/*, /debug, false",
    "*, /anything, true"
  })
  void aRuleAllowsPages(String url, String path, boolean allowed) {
    PolicyRule rule = new PolicyRule(List.of("get"), List.of(), List.of(), List.of(), List.of(url));
    assertThat(Rules.allows(rule, new Attributes.OnPage("get", path))).isEqualTo(allowed);
    assertThat(Rules.allows(rule, new Attributes.OnPage("put", path))).isFalse();
  }

  @Test
  void aRuleOfPagesSaysNothingOfResourcesAndTheOtherWayRound() {
    PolicyRule pages = new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*"));
    assertThat(Rules.allows(pages, new Attributes.OnResource("get", "", "pods", "", null, "")))
        .isFalse();
    assertThat(Rules.allows(rule("*", "*", "*", null), new Attributes.OnPage("get", "/metrics")))
        .isFalse();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} covers {4} {5} {6} {7}: {8}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get list | meso.dev | apps jobs |     | get | meso.dev   | jobs       |     | true
          get      | meso.dev | apps      |     | get list | meso.dev | apps    |     | false
          get      | meso.dev | apps      |     | *   | meso.dev   | apps       |     | false
          *        | *        | *         |     | *   | *          | *          |     | true
          *        | *        | *         |     | get | meso.dev   | apps/scale | web | true
          get      | meso.dev | apps      |     | get | *          | apps       |     | false
          get      | meso.dev | apps      |     | get | meso.dev   | *          |     | false
          get      | meso.dev | apps      | web | get | meso.dev   | apps       |     | false
          get      | meso.dev | apps      |     | get | meso.dev   | apps       | web | true
          get      | meso.dev | */scale   |     | get | meso.dev   | apps/scale |     | true
          get      | meso.dev | */scale   |     | get | meso.dev   | */scale    |     | true
          get      | meso.dev | apps/scale |    | get | meso.dev   | */scale    |     | false
          """)
  void nobodyCoversMoreThanHeHas(
      String verbs,
      String groups,
      String resources,
      String names,
      String otherVerbs,
      String otherGroups,
      String otherResources,
      String otherNames,
      boolean covered) {
    assertThat(
            Rules.cover(
                List.of(rule(verbs, groups, resources, names)),
                rule(otherVerbs, otherGroups, otherResources, otherNames)))
        .isEqualTo(covered);
  }

  @Test
  void twoRulesCoverTogetherWhatOneAsksFor() {
    assertThat(
            Rules.cover(
                List.of(
                    rule("get", "meso.dev", "apps jobs", null),
                    rule("list", "meso.dev", "apps jobs", null)),
                rule("get list", "meso.dev", "apps jobs", null)))
        .isTrue();
  }

  @Test
  void aRuleOfTooManyCombinationsIsNotCovered() {
    String many = String.join(" ", java.util.Collections.nCopies(256, "x"));
    assertThat(Rules.cover(List.of(rule("*", "*", "*", null)), rule(many, many, many, null)))
        .isFalse();
  }
}
