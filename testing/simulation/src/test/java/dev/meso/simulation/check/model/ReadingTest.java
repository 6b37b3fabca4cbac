package dev.meso.simulation.check.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Quantities, ports, keys and values. */
class ReadingTest {
  private final ValueReader reader = new ValueReader();
  private final KeyLayout keys = new KeyLayout("/meso");

  @Test
  void quantitiesAreCountedInWholeUnitsRoundedUp() {
    Value value =
        reader.read(
            new Place.Registration("agent-1"),
            """
            {"uid": "m", "portRanges": "31000-31001,33000", "capacity": {"cpu": "0.0001",
             "memory": "128Mi", "disk": "1.5G", "gpu": "2", "example.com/tapes": "1e1"}}
            """);
    assertThat(value).isInstanceOf(Value.Registration.class);
    Value.Registration registration = (Value.Registration) value;
    assertThat(registration.capacity().get("cpu")).isEqualTo(1);
    assertThat(registration.capacity().get("memory")).isEqualTo(128L << 20);
    assertThat(registration.capacity().get("disk")).isEqualTo(1_500_000_000);
    assertThat(registration.capacity().get("gpu")).isEqualTo(2);
    assertThat(registration.capacity().get("example.com/tapes")).isEqualTo(10_000);
    assertThat(registration.capacity().get("other")).isZero();
    assertThat(registration.ports().contains(31001)).isTrue();
    assertThat(registration.ports().contains(31002)).isFalse();
    assertThat(registration.ports().contains(33000)).isTrue();
  }

  @Test
  void otherWordsAreNoQuantities() {
    assertThatThrownBy(() -> Amounts.parse("12 Mi")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Amounts.parse("500m")).isEqualByComparingTo("0.5");
    assertThat(Amounts.parse("2Ki")).isEqualByComparingTo("2048");
  }

  @Test
  void keysAreFoundBackInTheLayout() {
    AttemptPath path = new AttemptPath(new TaskName("default", "web-0"), 3);
    assertThat(keys.place(keys.assignment("node.example", path)))
        .isEqualTo(new Place.Assignment("node.example", path));
    assertThat(keys.place(keys.report("agent-1", path)))
        .isEqualTo(new Place.Report("agent-1", path));
    assertThat(keys.place(keys.spec("apps", "default", "web")))
        .isEqualTo(new Place.Spec("apps", "default", "web"));
    assertThat(keys.place(keys.status("agents", "", "agent-1")))
        .isEqualTo(new Place.Status("agents", "", "agent-1"));
    assertThat(keys.place(keys.alive("agent-1"))).isEqualTo(new Place.Alive("agent-1"));
    assertThat(keys.place(keys.leader())).isEqualTo(new Place.Leader());
    assertThat(keys.place("/meso-events/1")).isEqualTo(new Place.SoftEvent());
  }

  @Test
  void otherKeysAreUnknown() {
    for (String key :
        new String[] {
          "/meso/spec/apps/web",
          "/meso/spec/agents/default/a",
          "/meso/assignments/a/default/t/0",
          "/meso/leader/x",
          "/meso//leader",
          "/other/leader"
        }) {
      assertThat(keys.place(key)).as(key).isEqualTo(new Place.Unknown());
    }
  }

  @Test
  void valuesThatCannotBeReadAreBroken() {
    assertThat(reader.read(new Place.Alive("a"), "{")).isInstanceOf(Value.Broken.class);
    assertThat(reader.read(new Place.Alive("a"), "{}")).isInstanceOf(Value.Broken.class);
    assertThat(reader.read(new Place.Meta(), "7")).isInstanceOf(Value.Broken.class);
    assertThat(
            reader.read(
                new Place.Report("a", new AttemptPath(new TaskName("d", "t"), 1)),
                "{\"taskUid\":\"u\",\"phase\":\"Walking\"}"))
        .isInstanceOf(Value.Broken.class);
  }
}
