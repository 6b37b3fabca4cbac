package dev.meso.cli.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "1m30s, PT1M30S",
    "500ms, PT0.5S",
    "2h, PT2H",
    "1d1h, PT25H",
    "0s, PT0S"
  })
  void timesHaveUnits(String text, Duration time) {
    assertThat(Durations.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1m30", "soon", "5s5x", "99999999999s"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({"get, gte, 1", "app, app, 0", "ab, ba, 1", "task, tsk, 1", "kitten, sitting, 3"})
  void distanceCountsMistakes(String a, String b, int mistakes) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(mistakes);
  }

  @Test
  void onlyNearWordsAreSuggestedNearestFirst() {
    assertThat(Suggestions.near("wep", List.of("web", "weep", "words", "wep2")))
        .containsExactly("web", "weep", "wep2");
    assertThat(Suggestions.sentence("zzz", List.of("web"))).isEmpty();
    assertThat(Suggestions.sentence("apq", List.of("app", "api", "apl")))
        .isEqualTo("; did you mean 'api', 'apl' or 'app'?");
  }

  @Test
  void theBeginOfAWordSuggestsIt() {
    assertThat(Suggestions.near("desc", List.of("describe", "delete"))).containsExactly("describe");
  }

  @Test
  void namesComeWithOrWithoutSlash() {
    assertThat(Ref.parseAll(List.of("app", "a", "b")))
        .containsExactly(new Ref(Kind.APP, "a"), new Ref(Kind.APP, "b"));
    assertThat(Ref.parseAll(List.of("app/a", "jobs/b")))
        .containsExactly(new Ref(Kind.APP, "a"), new Ref(Kind.JOB, "b"));
    assertThatThrownBy(() -> Ref.parseAll(List.of("app", "job/b")))
        .hasMessage("Expected names after the kind 'app', found 'job/b'");
    assertThatThrownBy(() -> Ref.parse("a/b/c")).hasMessageContaining("Expected KIND/NAME");
  }

  @Test
  void shortNamesAndListsOfKinds() {
    assertThat(KindWords.kinds("ns")).containsExactly(Kind.NAMESPACE);
    assertThat(KindWords.kinds("apps,job,app")).containsExactly(Kind.APP, Kind.JOB);
    assertThat(KindWords.kinds("all")).containsExactly(Kind.APP, Kind.JOB, Kind.TASK);
  }
}
