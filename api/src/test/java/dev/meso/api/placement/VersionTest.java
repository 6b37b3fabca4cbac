package dev.meso.api.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  /** From Semantic Versioning 2.0.0, section 11, with numbers of other lengths around it. */
  private static final List<String> ASCENDING =
      List.of(
          "0",
          "0.9.9",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1",
          "1.0.0.1",
          "1.2",
          "1.10",
          "2",
          "5.10.0-0",
          "5.10.0-21-amd64",
          "5.10",
          "5.10.1");

  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }

  @Test
  void versionsHaveTheOrderOfSemanticVersioning() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        assertThat(Integer.signum(version(ASCENDING.get(i)).compareTo(version(ASCENDING.get(j)))))
            .as("%s and %s", ASCENDING.get(i), ASCENDING.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5.10, 5.10.0", "v1.2, 1.2", "V1, 1", "1.0+build.7, 1.0", "1.2-rc.01, 1.2-rc.1"})
  void differentTextsMayBeOneVersion(String one, String other) {
    assertThat(version(one)).isEqualByComparingTo(version(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1.",
        ".1",
        "1..2",
        "1 2",
        "-1",
        "1.2_3",
        "1-",
        "vv1",
        "1.2.3.4.5.6.7.8.9",
        "1234567890123456789"
      })
  void anythingElseIsNoVersion(String text) {
    assertThat(Version.parse(text)).isEmpty();
    assertThat(VersionBound.parse(">= " + text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ">= 5.10, 5.10.0, true",
    ">= 5.10, 5.10.0-21-amd64, false",
    ">= 5.10.0-0, 5.10.0-21-amd64, true",
    "<7, 6.99, true",
    "<7, 7.0, false",
    "<=7, 7.0, true",
    "!=7, 7.0, false",
    "=7, 7.0.0, true",
    "'  >  7 ', 7.0.1, true"
  })
  void aBoundHoldsOrNot(String bound, String version, boolean holds) {
    assertThat(VersionBound.parse(bound).orElseThrow().holds(version(version))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.10", "~> 5", "=> 5", ">", "", "== 5"})
  void aBoundHasOneOfSixOperators(String text) {
    assertThat(VersionBound.parse(text)).isEmpty();
  }

  @Test
  void theOrderOfGeneratedVersionsIsTotal() {
    Random random = new Random(1);
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      StringBuilder text = new StringBuilder().append(random.nextInt(3));
      for (int n = random.nextInt(3); n > 0; n--) {
        text.append('.').append(random.nextInt(3));
      }
      if (random.nextBoolean()) {
        text.append('-')
            .append(List.of("a", "1", "01", "a.1", "1.a", "rc-2").get(random.nextInt(6)));
      }
      versions.add(version(text.toString()));
    }
    for (Version a : versions) {
      for (Version b : versions) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        for (Version c : versions) {
          if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
          }
        }
      }
    }
  }
}
