package dev.meso.api.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "tier", "front", "empty", "", "example.com/in", "x");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|true",
        "'  '|true",
        "app=web|true",
        "app==web|true",
        "app = web , tier = front|true",
        "app=other|false",
        "app!=web|false",
        "app!=other|true",
        "gone!=web|true",
        "gone=|false",
        "empty=|true",
        "empty=,app=web|true",
        "app|true",
        "gone|false",
        "!gone|true",
        "! gone|true",
        "!app|false",
        "app in (web,other)|true",
        "app in(other)|false",
        "app notin (other, more)|true",
        "app notin (web)|false",
        "gone notin (a)|true",
        "gone in (a)|false",
        "empty in (,a)|true",
        "empty in ()|true",
        "example.com/in in (x),app|true",
        "app,tier notin (back),!gone|true",
        "app=web,tier=back|false"
      })
  void choosesAsKubernetesDoes(String selector, boolean matches) {
    LabelSelector parsed = LabelSelector.parse(selector);

    assertThat(parsed.matches(LABELS)).isEqualTo(matches);
    assertThat(LabelSelector.parse(parsed.toString())).isEqualTo(parsed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "=web|a label's key",
        ",|a label's key",
        "app,|found the end",
        "app=web,|found the end",
        "app web|expected =, ==",
        "app in|'(' and a list",
        "app in web|'(' and a list",
        "app in (a|found the end",
        "app in (a b)|',' or ')'",
        "app=a=b|',' or the end",
        "app=(a)|a label's value",
        "-app|expected a key",
        "app=-a|expected an empty value",
        "!|a label's key",
        "!!app|a label's key",
        "app in (a))|',' or the end",
        "Bad_Prefix/app|before the slash"
      })
  void saysWhatIsWrong(String selector, String fragment) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Label selector")
        .hasMessageContaining(fragment);
  }

  @Test
  void aLongSelectorIsRefused() {
    assertThatThrownBy(() -> LabelSelector.parse("a,".repeat(3000) + "a"))
        .hasMessageContaining("4096");
  }
}
