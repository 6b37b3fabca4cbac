package dev.meso.api.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.codec.Json;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Limits;
import dev.meso.api.record.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/etcd-keys.md shows what the code writes. */
class EtcdKeysPageTest {
  private static final Keyspace KEYS = new Keyspace("/meso");
  private static final String START = "<!-- examples -->\n";
  private static final String END = "<!-- end of examples -->\n";

  @Test
  void theExamplesOfThePageAreWhatTheCodeWrites() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "etcd-keys.md"), StandardCharsets.UTF_8);
    int start = page.indexOf(START);
    int end = page.indexOf(END);
    assertThat(start).isPositive();
    assertThat(end).isGreaterThan(start);

    String expected = expected();
    assertThat(page.substring(start + START.length(), end))
        .as("docs/etcd-keys.md, between its markers, should be\n%s", expected)
        .isEqualTo(expected);
  }

  @Test
  void everyTypeOfKeyHasAnExample() {
    List<Class<?>> shown =
        KeyExamples.all().stream().<Class<?>>map(example -> example.key().getClass()).toList();

    assertThat(Key.class.getPermittedSubclasses())
        .allSatisfy(type -> assertThat(type == Key.Unknown.class || shown.contains(type)).isTrue());
  }

  @Test
  void everyExampleReadsBackAsTheTypeOfItsKey() {
    for (KeyExamples.Example example : KeyExamples.all()) {
      Class<?> type = Records.typeOf(KEYS.parse(KEYS.text(example.key()))).orElseThrow();
      String json = Json.write(example.value());

      assertThat(Json.<Object>read(cast(type), json)).isEqualTo(example.value());
      assertThat(json.length()).isLessThan(Limits.RECORD_BYTES_MAX);
    }
    assertThat(Records.typeOf(new Key.Unknown("/x"))).isEmpty();
    for (Kind kind : Kind.values()) {
      assertThat(Records.typeOf(new Key.Spec(kind, "a", "b")))
          .contains(kind.type().asSubclass(Record.class));
    }
  }

  @SuppressWarnings("unchecked") // Any class is a class of objects.
  private static Class<Object> cast(Class<?> type) {
    return (Class<Object>) type;
  }

  private static String expected() {
    StringBuilder text = new StringBuilder();
    for (KeyExamples.Example example : KeyExamples.all()) {
      text.append("\n### ").append(example.title()).append("\n\n`");
      text.append(KEYS.text(example.key())).append("`\n\n```json\n");
      text.append(Json.pretty(example.value())).append("\n```\n");
    }
    return text.append('\n').toString();
  }
}
