package dev.meso.controller.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.resource.PortRanges;
import dev.meso.api.resource.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of agents against a plain scan of all of them. */
class RoomsTest {
  private static final long GI = 1L << 30;

  private final Rooms rooms = new Rooms();
  private Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void indexFindsAPlaceExactlyWhenAScanDoes(long seed) {
    random = new Random(seed);
    agents(700); // More than are searched one by one.
    List<Found> taken = new ArrayList<>();
    int placed = 0;
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      Demand demand = demand();
      boolean fits = rooms.all().stream().anyMatch(room -> rooms.refusal(demand, room) == null);
      AgentRoom any = Objects.requireNonNull(rooms.room(name(random.nextInt(700))));
      assertThat(Remedies.obstacles(rooms.query(demand), any).isEmpty())
          .isEqualTo(rooms.refusal(demand, any) == null);
      rooms.begin();
      Found found = rooms.place(demand, Scoring.PACK, random.nextLong());
      rooms.end();
      assertThat(found != null).as("seed %d, step %d: %s", seed, i, demand).isEqualTo(fits);
      if (found != null) {
        placed++;
        assertThat(rooms.refusal(demand, found.room())).isNull();
        rooms.take(found.room(), found.charge());
        taken.add(found);
      } else {
        refused++;
      }
      if (found == null || random.nextInt(10) == 0) {
        for (int k = 0; k < 3 && !taken.isEmpty(); k++) {
          Found gone = taken.remove(random.nextInt(taken.size()));
          rooms.giveBack(gone.room(), gone.charge());
        }
      }
      if (random.nextInt(50) == 0) {
        rooms.put(facts(random.nextInt(700)));
      }
    }
    assertThat(placed).isGreaterThan(1000);
    assertThat(refused).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(Scoring.class)
  void amongFewAgentsTheBestOfAllIsTaken(Scoring scoring) {
    agents(100);
    rooms.begin();
    for (int i = 0; i < 300; i++) {
      Demand demand = demand();
      AgentRoom best = null;
      double bestScore = 0;
      int bestGroup = 0;
      for (AgentRoom room : rooms.all()) {
        if (rooms.refusal(demand, room) != null) {
          continue;
        }
        Query query = rooms.query(demand);
        double score = scoring.score(query, rooms.grid(), room.slot);
        int group = demand.apart() ? query.groupOn(room) : 0;
        if (best == null
            || group < bestGroup
            || (group == bestGroup && Double.compare(score, bestScore) < 0)) {
          best = room;
          bestScore = score;
          bestGroup = group;
        }
      }
      Found found = rooms.place(demand, scoring, i);
      assertThat(found == null ? null : found.room()).as("step %d", i).isSameAs(best);
    }
    rooms.end();
  }

  @Test
  void packKeepsAgentsWholeOnWhichManyDevicesAreFree() {
    offers("a", 8, 8);
    offers("b", 8, 1);
    offers("c", 8, 0);
    Demand device = wants(1, 1);
    rooms.begin();

    // a has the shape of what is asked for, but whoever wants eight devices finds them there alone.
    assertThat(Objects.requireNonNull(rooms.place(device, Scoring.PACK, 0)).agent()).isEqualTo("b");
    assertThat(Objects.requireNonNull(rooms.place(wants(1, 0), Scoring.PACK, 0)).agent())
        .isEqualTo("b");
    assertThat(Objects.requireNonNull(rooms.place(device, Scoring.PACK, 0)).agent()).isEqualTo("a");
    rooms.end();
  }

  private void offers(String name, long cores, long devices) {
    rooms.put(
        new AgentFacts(
            name,
            "host",
            null,
            true,
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            new Resources(cores * 1000, 0, 0, devices, new TreeMap<>()),
            PortRanges.NONE));
  }

  private static Demand wants(long cores, long devices) {
    return new Demand(
        new Shape(
            new Resources(cores * 1000, 0, 0, devices, new TreeMap<>()),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of()),
        "default",
        "default/Job/j",
        false,
        Company.ANY,
        new TreeMap<>(),
        "default",
        null,
        null);
  }

  @Test
  void whatWasTriedIsTakenBack() {
    agents(50);
    for (int i = 0; i < 200; i++) {
      rooms.begin();
      Found found = rooms.place(demand(), Scoring.SPREAD, i);
      rooms.end();
      if (found != null) {
        rooms.take(found.room(), found.charge());
      }
    }
    String before = dump(rooms);
    rooms.begin();
    for (int i = 0; i < 100; i++) {
      rooms.place(demand(), Scoring.SPREAD, i);
    }
    int mark = rooms.mark();
    String middle = dump(rooms);
    for (int i = 0; i < 100; i++) {
      rooms.place(demand(), Scoring.PACK, i);
    }
    rooms.rollback(mark);
    assertThat(dump(rooms)).isEqualTo(middle).isNotEqualTo(before);
    rooms.end();
    assertThat(dump(rooms)).isEqualTo(before);
  }

  @Test
  void sameContentGivesSamePlacesWhateverCameBefore() {
    agents(600);
    Rooms other = new Rooms();
    for (int i = 599; i >= 0; i--) {
      other.put(room(rooms, name(i)).facts());
    }
    other.put(facts(1000));
    for (int i = 0; i < 100; i++) {
      Demand demand = demand();
      rooms.begin();
      Found found = rooms.place(demand, Scoring.PACK, i);
      rooms.end();
      if (found != null) {
        rooms.take(found.room(), found.charge());
        AgentRoom there = room(other, found.agent());
        other.take(there, found.charge());
        other.take(there, found.charge());
        other.giveBack(there, found.charge());
      }
    }
    other.remove(name(1000));
    rooms.begin();
    other.begin();
    for (int i = 0; i < 500; i++) {
      Demand demand = demand();
      Found here = rooms.place(demand, Scoring.PACK, i);
      Found there = other.place(demand, Scoring.PACK, i);
      assertThat(there == null ? null : there.agent())
          .isEqualTo(here == null ? null : here.agent());
    }
  }

  @Test
  void dynamicPortsAreTakenUpwardsFromTheCursorAndWrap() {
    rooms.put(
        new AgentFacts(
            "a",
            "h",
            null,
            true,
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            Resources.of(8000, 8 * GI),
            ports("31000-31002")));
    Demand one = demand("web", 100, List.of("http"), Map.of());
    rooms.begin();
    assertThat(placed(one).ports()).containsEntry("http", 31000);
    assertThat(placed(one).ports()).containsEntry("http", 31001);
    rooms.end();
    rooms.portCursor(room(rooms, "a"), 31002);
    rooms.begin();
    assertThat(placed(one).ports()).containsEntry("http", 31002);
    assertThat(placed(one).ports()).containsEntry("http", 31000);
    Demand two = demand("web", 100, List.of("http", "admin"), Map.of());
    assertThat(rooms.place(two, Scoring.SPREAD, 0)).isNull();
    assertThat(rooms.refusals(two).sentence()).contains("has 1 free dynamic ports, 2 are wanted");
  }

  @Test
  void aStaticPortIsGivenOnceAndNotAsADynamicOne() {
    rooms.put(
        new AgentFacts(
            "a",
            "h",
            null,
            true,
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            Resources.of(8000, 8 * GI),
            ports("31000-31001")));
    Demand fixed = demand("web", 100, List.of("any"), Map.of("http", 31000));
    rooms.begin();
    assertThat(placed(fixed).ports()).containsEntry("http", 31000).containsEntry("any", 31001);
    assertThat(rooms.place(fixed, Scoring.SPREAD, 0)).isNull();
    assertThat(rooms.refusals(fixed).sentence()).contains("have the port taken");
  }

  private static AgentRoom room(Rooms rooms, String agent) {
    return Objects.requireNonNull(rooms.room(agent));
  }

  private Found placed(Demand demand) {
    Found found = rooms.place(demand, Scoring.SPREAD, 0);
    if (found == null) {
      throw new AssertionError("no place: " + rooms.refusals(demand).sentence());
    }
    return found;
  }

  private static String dump(Rooms rooms) {
    StringBuilder text = new StringBuilder();
    for (AgentRoom room : rooms.all()) {
      text.append(room.agent()).append(' ').append(room.tasks()).append(' ');
      text.append(room.portCursor()).append(' ').append(room.portsFree());
      for (int column = 0; column < rooms.dimensions().size(); column++) {
        text.append(' ').append(room.free(column));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private void agents(int count) {
    for (int i = 0; i < count; i++) {
      rooms.put(facts(i));
    }
  }

  private AgentFacts facts(int number) {
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("rack", "r" + number % 7);
    TreeMap<String, Long> scalars = new TreeMap<>();
    if (number % 5 == 0) {
      scalars.put("licence", 3000L);
    }
    long size = random.nextLong(1, 5);
    Resources capacity =
        new Resources(size * 4000, size * 16 * GI, size * 100 * GI, number % 3, scalars);
    boolean ready = random.nextInt(20) != 0;
    return new AgentFacts(
        name(number),
        "h" + number,
        ready ? null : "not renewing its lease",
        random.nextInt(20) != 0,
        attributes,
        List.of(),
        List.of(),
        List.of(),
        capacity,
        ports("31000-31003"));
  }

  private static String name(int number) {
    return "agent-" + number;
  }

  private Demand demand() {
    TreeMap<String, String> selector = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      selector.put("rack", "r" + random.nextInt(8));
    }
    TreeMap<String, Long> scalars = new TreeMap<>();
    if (random.nextInt(10) == 0) {
      scalars.put("licence", 1000L);
    }
    Resources wanted =
        new Resources(
            random.nextInt(4000),
            random.nextInt(24) * GI,
            random.nextInt(3) * (10 * GI),
            random.nextInt(8) == 0 ? 1 : 0,
            scalars);
    List<String> dynamic = random.nextInt(4) == 0 ? List.of("http") : List.of();
    TreeMap<String, Integer> fixed = new TreeMap<>();
    if (random.nextInt(20) == 0) {
      fixed.put("fixed", 31000 + random.nextInt(6));
    }
    return new Demand(
        new Shape(wanted, selector, fixed, dynamic),
        "default",
        "default/App/g" + random.nextInt(5),
        random.nextBoolean(),
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }

  private static Demand demand(
      String group, long millis, List<String> dynamic, Map<String, Integer> fixed) {
    return new Demand(
        new Shape(
            Resources.of(millis, GI), Collections.emptySortedMap(), new TreeMap<>(fixed), dynamic),
        "default",
        group,
        true,
        Company.ANY,
        Collections.emptySortedMap(),
        "default",
        null,
        null);
  }

  private static PortRanges ports(String text) {
    return PortRanges.parse(text);
  }
}
