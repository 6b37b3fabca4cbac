package dev.meso.api.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.kind.Kind;
import dev.meso.api.record.AttemptId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceTest {
  private static final Keyspace KEYS = new Keyspace("/meso");
  private static final AttemptId ATTEMPT = new AttemptId("default", "web-0", 3);

  static List<Key> everyKey() {
    List<Key> keys = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      String namespace = kind.namespaced() ? "team-a" : null;
      keys.add(new Key.Spec(kind, namespace, "web"));
      keys.add(new Key.Status(kind, namespace, "web"));
    }
    keys.add(new Key.Assignment("node1.example.com", ATTEMPT));
    keys.add(new Key.Report("node1.example.com", ATTEMPT));
    keys.add(new Key.Registration("a1"));
    keys.add(new Key.Alive("a1"));
    keys.add(new Key.Leader());
    keys.add(new Key.Barrier("c1"));
    keys.add(new Key.Meta());
    keys.add(new Key.Unknown("/meso/later/thing"));
    return keys;
  }

  @ParameterizedTest
  @MethodSource("everyKey")
  void aKeySurvivesItsText(Key key) {
    assertThat(KEYS.parse(KEYS.text(key))).isEqualTo(key);
    Keyspace deep = new Keyspace("/a/b/c");
    if (!(key instanceof Key.Unknown)) {
      assertThat(deep.parse(deep.text(key))).isEqualTo(key);
      assertThat(deep.text(key)).startsWith("/a/b/c/");
      assertThat(KEYS.parse(deep.text(key))).isInstanceOf(Key.Unknown.class);
    }
  }

  @Test
  void everyTypeOfKeyIsTested() {
    assertThat(everyKey().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(List.of(Key.class.getPermittedSubclasses()));
  }

  static Stream<String> hostileIds() {
    return Stream.of(
        "",
        "/",
        "a/b",
        "..",
        ".",
        "-a",
        "a-",
        "A",
        "ä",
        "a b",
        "a\0",
        "a\n",
        "a%2fb",
        "a".repeat(254));
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  void hostileIdsAreRefusedInEveryPosition(String id) {
    List<Key> keys =
        List.of(
            new Key.Spec(Kind.AGENT, null, id),
            new Key.Spec(Kind.APP, id, "web"),
            new Key.Spec(Kind.APP, "default", id),
            new Key.Status(Kind.APP, id, "web"),
            new Key.Status(Kind.TASK, "default", id),
            new Key.Assignment(id, ATTEMPT),
            new Key.Assignment("a1", new AttemptId(id, "web-0", 1)),
            new Key.Assignment("a1", new AttemptId("default", id, 1)),
            new Key.Report(id, ATTEMPT),
            new Key.Registration(id),
            new Key.Alive(id),
            new Key.Barrier(id));
    assertThat(keys)
        .allSatisfy(
            key ->
                assertThatThrownBy(() -> KEYS.text(key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected"));
    assertThatThrownBy(() -> KEYS.assignmentsOf(id)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KEYS.reportsOf(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/meso",
        "/meso/",
        "/mesos/leader",
        "/other/leader",
        "/meso/leader/x",
        "/meso/meta/x",
        "/meso/spec",
        "/meso/spec/apps",
        "/meso/spec/apps/default",
        "/meso/spec/apps/default/web/x",
        "/meso/spec/apps/default/",
        "/meso/spec/pods/default/web",
        "/meso/spec/agents/default/a1",
        "/meso/alive",
        "/meso/alive/a/b",
        "/meso/assignments/a1/default/web-0/0",
        "/meso/assignments/a1/default/web-0/-1",
        "/meso/assignments/a1/default/web-0/01",
        "/meso/assignments/a1/default/web-0/x",
        "/meso/assignments/a1/default/web-0/9999999999999999",
        "/meso/assignments/a1/default/web-0",
        "/meso/reports/a1/default/web-0/1/x",
        "/meso/registrations/A1",
        "/meso//leader"
      })
  void whatIsNoKeyOfOursIsUnknownAndKeepsItsText(String text) {
    assertThat(KEYS.parse(text)).isEqualTo(new Key.Unknown(text));
    assertThat(KEYS.text(new Key.Unknown(text))).isEqualTo(text);
  }

  @Test
  void prefixesHoldExactlyTheirKeys() {
    assertThat(KEYS.text(new Key.Assignment("a1", ATTEMPT))).startsWith(KEYS.assignmentsOf("a1"));
    assertThat(KEYS.text(new Key.Assignment("a10", ATTEMPT)))
        .doesNotStartWith(KEYS.assignmentsOf("a1"));
    assertThat(KEYS.text(new Key.Report("a1", ATTEMPT))).startsWith(KEYS.reportsOf("a1"));
    assertThat(KEYS.text(new Key.Alive("a1"))).startsWith(KEYS.everyAlive());
    assertThat(KEYS.text(new Key.Spec(Kind.APP, "team-a", "web")))
        .startsWith(KEYS.specsOf(Kind.APP, "team-a"))
        .startsWith(KEYS.specsOf(Kind.APP, null));
    assertThat(KEYS.text(new Key.Status(Kind.APP, "team-ab", "web")))
        .startsWith(KEYS.statusesOf(Kind.APP, null))
        .doesNotStartWith(KEYS.statusesOf(Kind.APP, "team-a"));
  }

  @Test
  void aClusterScopedKindHasNoNamespace() {
    assertThatThrownBy(() -> KEYS.text(new Key.Spec(Kind.AGENT, "default", "a1")))
        .hasMessageContaining("not namespaced");
  }

  @Test
  void aNamespacedKindNeedsItsNamespace() {
    assertThatThrownBy(() -> KEYS.text(new Key.Spec(Kind.APP, null, "web")))
        .hasMessageContaining("namespace");
    assertThatThrownBy(() -> KEYS.text(new Key.Status(Kind.TASK, null, "web-0")))
        .hasMessageContaining("namespace");
  }

  @Test
  void anAttemptThatCouldNotBeReadBackIsNotWritten() {
    for (long attempt : new long[] {0, -1, Long.MAX_VALUE}) {
      AttemptId id = new AttemptId("default", "web-0", attempt);
      assertThatThrownBy(() -> KEYS.text(new Key.Assignment("a1", id)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "meso", "/meso/", "/", "/a//b"})
  void aBadRootIsRefused(String root) {
    assertThatThrownBy(() -> new Keyspace(root)).hasMessageContaining("etcd root");
  }

  @Test
  void whatIsAnIdIsWhatThePatternSays() {
    Random random = new Random(3);
    String letters = "az09.-A/_ \u00e9";
    List<String> ids =
        new ArrayList<>(List.of("a", "a".repeat(253), "a".repeat(254), "", "-", "a-"));
    for (int i = 0; i < 20_000; i++) {
      StringBuilder id = new StringBuilder();
      for (int length = random.nextInt(5); length >= 0; length--) {
        id.append(letters.charAt(random.nextInt(letters.length())));
      }
      ids.add(id.toString());
    }
    Keyspace keyspace = new Keyspace("/meso");
    for (String id : ids) {
      assertThat(keyspace.parse("/meso/alive/" + id) instanceof Key.Alive)
          .as(id)
          .isEqualTo(Keyspace.ID.matcher(id).matches());
    }
  }
}
