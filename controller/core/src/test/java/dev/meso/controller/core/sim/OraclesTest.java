package dev.meso.controller.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meso.api.key.Key;
import dev.meso.api.kind.AgentReservation;
import dev.meso.api.kind.AgentSpec;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskSpec;
import dev.meso.api.kind.TaskVolume;
import dev.meso.api.kind.Volume;
import dev.meso.api.kind.VolumeSpec;
import dev.meso.api.record.Assignment;
import dev.meso.api.resource.Quantity;
import dev.meso.controller.core.plan.Plan;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What watches random worlds can see what it watches for. */
class OraclesTest {
  private final World world =
      new World().withDisk("a1", 2, "9Gi").withDisk("a2", 2, "9Gi").withDisk("a3", 2, "9Gi").lead();
  private final Tenants tenants = new Tenants(world);

  @Test
  void aGangThatStartsWithTooFewIsSeen() {
    gang();
    PlannedTxn placing = placing();
    PlannedTxn one = writing(placing, onlyOneOf(placing));
    assertThatThrownBy(() -> tenants.commit(one)).hasMessageContaining("starts of");
  }

  @Test
  void soIsTheSecondGangOfAName() {
    gang();
    rounds();
    assertThat(tenants.happened().gangs()).isOne();
    world.delete(Kind.JOB, World.NS, "gang0");
    world.settle();
    gang();
    PlannedTxn placing = placing();
    PlannedTxn one = writing(placing, onlyOneOf(placing));
    assertThatThrownBy(() -> tenants.commit(one)).hasMessageContaining("starts of");
  }

  @Test
  void aWholeGangIsSound() {
    gang();
    rounds();
    assertThat(world.attemptsOf("gang0")).isEqualTo(Tenants.GANG);
  }

  @Test
  void whatIsKeptForOthersAndTakenIsSeen() {
    world.withTask("one", World.spec(2000));
    PlannedTxn placing = placing();
    TreeMap<String, Quantity> cpu = new TreeMap<>(Map.of("cpu", Quantity.parse("1")));
    AgentSpec kept = AgentSpec.NONE.withReservations(List.of(new AgentReservation("ops", cpu)));
    world.agents().keySet().forEach(agent -> world.agentSpec(agent, kept));
    assertThat(tenants.commit(placing)).as("the guard on the agent").isEmpty();
    assertThatThrownBy(() -> tenants.commit(unguarded(placing))).hasMessageContaining("kept for");
  }

  @Test
  void anAttemptBesideAnotherOneOfItsVolumeIsSeen() {
    volume();
    world.withTask("one", user());
    PlannedTxn placing = placing();
    PlannedTxn twice =
        new PlannedTxn(
            placing.id(),
            placing.guards(),
            placing.writes().stream().flatMap(it -> List.of(it, renamed(it)).stream()).toList());
    assertThatThrownBy(() -> tenants.commit(twice)).hasMessageContaining("use");
  }

  @Test
  void anAttemptElsewhereThanItsVolumeIsSeen() {
    volume();
    world.withTask("one", user());
    PlannedTxn placing = placing();
    PlannedTxn moved = writing(placing, it -> Optional.of(moved(it)));
    assertThatThrownBy(() -> tenants.commit(moved)).hasMessageContaining("uses");
  }

  private void gang() {
    world.withGang("gang0", Tenants.GANG, Tenants.GANG, World.spec(1500));
  }

  private void volume() {
    world.create(
        Volume.of(
            world.fresh("v", World.NS),
            new VolumeSpec(null, Quantity.parse("1Gi"), List.of(), null, null),
            null));
    world.settle();
  }

  private static TaskSpec user() {
    return World.spec(500).toBuilder().volumes(List.of(new TaskVolume("data", "v", null))).build();
  }

  /** Leads until a transaction would place something, and gives it away. */
  private PlannedTxn placing() {
    for (int i = 0; i < 10; i++) {
      world.hear();
      Plan plan = world.decide();
      world.state().apply(new Event.Submitted(plan));
      for (PlannedTxn txn : plan.txns()) {
        if (txn.writes().stream().anyMatch(write -> write.key() instanceof Key.Assignment)) {
          return txn;
        }
        world.answer(txn, tenants.commit(txn));
      }
    }
    throw new AssertionError("nothing was placed");
  }

  private void rounds() {
    for (int i = 0; i < 10; i++) {
      world.hear();
      Plan plan = world.decide();
      world.state().apply(new Event.Submitted(plan));
      plan.txns().forEach(txn -> world.answer(txn, tenants.commit(txn)));
      world.agents().values().forEach(agent -> agent.step(world.now().wall()));
    }
  }

  private static Function<PlannedWrite, Optional<PlannedWrite>> onlyOneOf(PlannedTxn txn) {
    List<Key> placed = new ArrayList<>();
    txn.writes().stream()
        .map(PlannedWrite::key)
        .filter(Key.Assignment.class::isInstance)
        .forEach(placed::add);
    return write ->
        !(write instanceof PlannedWrite.Put(Key.Assignment key, Assignment it))
            ? Optional.of(write)
            : key.equals(placed.getFirst())
                ? Optional.of(new PlannedWrite.Put(key, it.released()))
                : Optional.empty();
  }

  private static PlannedTxn writing(
      PlannedTxn txn, Function<PlannedWrite, Optional<PlannedWrite>> change) {
    return new PlannedTxn(
        txn.id(),
        txn.guards(),
        txn.writes().stream().map(change).flatMap(Optional::stream).toList());
  }

  private static PlannedTxn unguarded(PlannedTxn txn) {
    return new PlannedTxn(txn.id(), List.of(), txn.writes());
  }

  private static PlannedWrite renamed(PlannedWrite write) {
    if (!(write instanceof PlannedWrite.Put(Key.Assignment(String agent, _), Assignment it))) {
      return write;
    }
    Assignment other =
        new Assignment(
            it.namespace(),
            "two",
            "uid-two",
            it.attempt(),
            it.desired(),
            null,
            it.owner(),
            it.templateRevision(),
            it.spec(),
            it.labels(),
            it.ports(),
            it.resources(),
            it.assignedAt(),
            null,
            it.volumes());
    return new PlannedWrite.Put(new Key.Assignment(agent, other.id()), other);
  }

  private PlannedWrite moved(PlannedWrite write) {
    return write instanceof PlannedWrite.Put(Key.Assignment(String agent, var id), Assignment it)
        ? new PlannedWrite.Put(new Key.Assignment(agent.equals("a1") ? "a2" : "a1", id), it)
        : write;
  }
}
