package dev.meso.api.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eu-[a-z]+-[0-9]+ ; eu-west-1 ; true",
        "eu-[a-z]+-[0-9]+ ; eu-west-1b ; false",
        "west ; eu-west-1 ; false",
        "^eu-.*$ ; eu-west-1 ; true",
        "(eu|us)-(?:a|b) ; us-b ; true",
        "(eu|us)-(?:a|b) ; us-c ; false",
        "[^0-9]+ ; abc ; true",
        "[^0-9]+ ; ab1 ; false",
        "\\d+\\.\\d+ ; 5.10 ; true",
        "\\d+\\.\\d+ ; 5x10 ; false",
        "[\\w.-]+ ; a_b.c-d ; true",
        "[a\\-z] ; m ; false",
        "[]a]+ ; ]a] ; true",
        "colou?r ; color ; true",
        "a.c ; a€c ; true"
      })
  void aPatternIsAboutTheWholeValue(String row) {
    List<String> parts = List.of(row.split(";")).stream().map(String::strip).toList();
    assertThat(LinearPattern.of(parts.get(0)).matches(parts.get(1)))
        .isEqualTo(Boolean.valueOf(parts.get(2)));
  }

  @Test
  void theEmptyPatternMatchesTheEmptyValueAlone() {
    assertThat(LinearPattern.of("").matches("")).isTrue();
    assertThat(LinearPattern.of("").matches("a")).isFalse();
    assertThat(LinearPattern.of("(|a)").matches("")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{2}",
        "(a",
        "a)",
        "[a",
        "[]",
        "*a",
        "a**",
        "a*?",
        "a+?",
        "\\",
        "\\q",
        "\\1",
        "(?=a)",
        "(?",
        "a$b",
        "a^b",
        "[z-a]",
        "[[:alpha:]]",
        "(?i)a",
        "[a-",
        "[a\\",
        "[\\"
      })
  void whatIsNotKnownIsRefusedWithItsPlace(String pattern) {
    assertThatThrownBy(() -> LinearPattern.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining("at character ");
  }

  @Test
  void longAndDeepPatternsAreRefused() {
    assertThatThrownBy(() -> LinearPattern.of("a".repeat(Limits.PATTERN_LENGTH_MAX + 1)))
        .hasMessage("expected a pattern of at most 256 characters, found 257");
    assertThatThrownBy(() -> LinearPattern.of("(".repeat(33) + "a" + ")".repeat(33)))
        .hasMessageContaining("at most 32 groups within each other");
    assertThat(LinearPattern.of("(".repeat(32) + "a" + ")".repeat(32)).matches("a")).isTrue();
  }

  @Test
  void noPatternTakesLongerThanItsLengthTimesThatOfTheValue() {
    String value = "a".repeat(100_000);
    // With backtracking each of these takes longer than the universe has existed.
    for (String pattern : List.of("(a+)+b", "(a|a)*b", "(a*)*b", "a*".repeat(100) + "b")) {
      LinearPattern compiled = LinearPattern.of(pattern);
      boolean found =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> compiled.matches(value));
      assertThat(found).isFalse();
    }
  }

  @Test
  void generatedPatternsAgreeWithThoseOfTheJdk() {
    int matched = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      String text = pattern(random, 3);
      LinearPattern ours = LinearPattern.of(text);
      Pattern theirs = Pattern.compile(text);
      for (int i = 0; i < 8; i++) {
        String value = value(random);
        boolean expected = theirs.matcher(value).matches();
        matched += expected ? 1 : 0;
        assertThat(ours.matches(value))
            .as("seed %s: '%s' and '%s'", seed, text, value)
            .isEqualTo(expected);
      }
    }
    assertThat(matched).as("values that match, so that both answers are seen").isGreaterThan(1_000);
  }

  private static String pattern(Random random, int depth) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(3) + 1;
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(depth == 0 ? 5 : 7)) {
        case 0 -> text.append('a');
        case 1 -> text.append('b');
        case 2 -> text.append('.');
        case 3 -> text.append("[ab]");
        case 4 -> text.append("[^a]");
        case 5 -> text.append('(').append(pattern(random, depth - 1)).append(')');
        default ->
            text.append("(?:")
                .append(pattern(random, depth - 1))
                .append('|')
                .append(pattern(random, depth - 1))
                .append(')');
      }
      text.append(List.of("", "", "*", "+", "?").get(random.nextInt(5)));
    }
    return text.toString();
  }

  private static String value(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(7);
    for (int i = 0; i < length; i++) {
      text.append("aabbc".charAt(random.nextInt(5)));
    }
    return text.toString();
  }
}
