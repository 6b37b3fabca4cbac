package dev.meso.controller.core;

import static dev.meso.controller.core.sim.World.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.resource.Quantity;
import dev.meso.controller.core.sim.World;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.controller.core.state.Event;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What counts in the share of a queue besides what its tasks use. */
class SharesTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-9);

  private final World world = new World();

  @Test
  void whatIsReservedAndNotUsedCountsForItsOwner() {
    world.withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withQueue("one");
    world.withQueue("two");
    reserve("a1", "one", "4");
    world.settle();
    assertThat(share("one")).isCloseTo(0.5, EXACT);
    // All of a2 goes to the queue that has nothing reserved.
    app("a", 4, "one", 2000);
    app("b", 4, "two", 1000);
    world.settle();
    assertThat(world.running("b")).isEqualTo(4);
    assertThat(world.running("a")).isEqualTo(2);
    assertThat(share("one")).isCloseTo(0.5, EXACT);
    assertThat(share("two")).isCloseTo(0.5, EXACT);
  }

  @Test
  void whatIsReservedIsCountedOnceWhileItIsPartlyUsed() {
    world.withAgent("a1", 8).lead();
    world.withQueue("one");
    world.withQueue("two");
    reserve("a1", "one", "4");
    app("a", 1, "one", 1000);
    world.settle();
    assertThat(share("one")).isCloseTo(0.5, EXACT);
    app("more", 5, "one", 1000);
    world.settle();
    assertThat(share("one")).isCloseTo(6.0 / 8, EXACT);
    assertThat(Objects.requireNonNull(world.state().fork().queues().standing("one")).share())
        .isEqualTo(share("one"));
  }

  @Test
  void whatIsReservedCountsNoLongerWhenTheReservationOrTheAgentGoes() {
    world.withAgent("a1", 4).withAgent("a2", 4).lead();
    world.withQueue("one");
    reserve("a1", "one", "4");
    reserve("a2", "one", "2");
    world.settle();
    assertThat(share("one")).isCloseTo(6.0 / 8, EXACT);
    world.agentSpec("a2", new AgentSpec(null, null, Collections.emptySortedMap()));
    world.settle();
    assertThat(share("one")).isCloseTo(4.0 / 8, EXACT);
    world.declareGone("a1");
    world.settle();
    assertThat(share("one")).isZero();
  }

  @Test
  void aResourceThatIsLeftOutDoesNotDecideWhoseTurnItIs() {
    assertThat(share(Set.of())).isCloseTo(0.75, EXACT);
    assertThat(share(Set.of("memory"))).isCloseTo(0.25, EXACT);
    assertThat(share(Set.of("cpu", "memory"))).isZero();
  }

  /** Of a queue for which a quarter of the processors is kept and three of the memory. */
  private double share(Set<String> unshared) {
    World other = new World().withAgent("a1", 4);
    other.agentSpec("a1", reserving("one", Map.of("cpu", "1", "memory", "6Gi")));
    ClusterState state = new ClusterState(unshared);
    other
        .store()
        .keys()
        .forEach(
            (key, held) ->
                state.apply(new Event.Put(key, held.value(), held.created(), held.modified())));
    return Objects.requireNonNull(state.fork().queues().standing("one")).share();
  }

  private double share(String queue) {
    return Objects.requireNonNull(world.state().queues().standing(queue)).share();
  }

  private void reserve(String agent, String queue, String cores) {
    world.agentSpec(agent, reserving(queue, Map.of("cpu", cores)));
  }

  private static AgentSpec reserving(String queue, Map<String, String> amounts) {
    TreeMap<String, Quantity> resources = new TreeMap<>();
    amounts.forEach((name, amount) -> resources.put(name, Quantity.parse(amount)));
    return new AgentSpec(null, null, Collections.emptySortedMap())
        .withReservations(List.of(new AgentReservation(queue, resources)));
  }

  private void app(String name, int replicas, String queue, int millis) {
    world.withApp(name, replicas, spec(millis).toBuilder().queue(queue).build());
  }
}
