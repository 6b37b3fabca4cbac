package dev.meso.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "'', ab, 2",
    "abc, abc, 0",
    "abc, acb, 1",
    "abc, abd, 1",
    "abc, ab, 1",
    "ab, ba, 1",
    "kitten, sitting, 3",
    "comand, command, 1",
    "abcd, badc, 2"
  })
  void countsEdits(String a, String b, int distance) {
    assertThat(Near.distance(a, b)).isEqualTo(distance);
    assertThat(Near.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void findsTheNearestThatIsNearEnough() {
    List<String> known = List.of("command", "args", "env", "resources");

    assertThat(Near.to("comand", known)).contains("command");
    assertThat(Near.to("ENV", known)).contains("env");
    assertThat(Near.to("arg", known)).contains("args");
    assertThat(Near.to("resource", known)).contains("resources");
    assertThat(Near.to("image", known)).isEmpty();
    assertThat(Near.to("x", known)).isEmpty();
    assertThat(Near.to("", known)).isEmpty();
    assertThat(Near.to("c".repeat(10_000), known)).isEmpty();
    assertThat(Near.hint("comand", known)).isEqualTo("; did you mean 'command'?");
    assertThat(Near.hint("image", known)).isEmpty();
  }
}
