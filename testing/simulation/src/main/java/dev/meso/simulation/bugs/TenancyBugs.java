package dev.meso.simulation.bugs;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.simulation.scenario.Wish;
import dev.meso.simulation.world.Wiring;
import dev.meso.store.port.Txn;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Leaders that do not keep to queues, priorities and gangs. */
final class TenancyBugs {
  private static final int MORE = 1;

  private TenancyBugs() {}

  /** Queues have no limits. */
  static Wiring limitIgnored() {
    return specsSeen(
        Kind.QUEUE,
        (_, spec) -> {
          spec.remove("limit");
          spec.remove("maxTasks");
        });
  }

  /** What agents keep for queues is not kept. */
  static Wiring reservationUnseen() {
    return specsSeen(Kind.AGENT, (_, spec) -> spec.remove("reservations"));
  }

  /** However many of an App are away, more are ended for others. */
  static Wiring budgetIgnored() {
    return specsSeen(Kind.APP, (_, spec) -> spec.remove("disruption"));
  }

  /** A queue may have other terms by now than those under which a task is placed. */
  static Wiring queueNotCompared() {
    return Around.controllerStore(
        real -> Detour.writing(real, txn -> Keys.notComparing(txn, Kind.QUEUE)));
  }

  /** One tenant counts for a little more than it says. */
  static Wiring equalsEnded() {
    return specsSeen(
        Kind.APP,
        (name, spec) -> {
          if (name.equals(Wish.TENANTS.getFirst())
              && spec.path("template").get("spec") instanceof ObjectNode task) {
            task.put("priority", task.path("priority").asInt(0) + MORE);
          }
        });
  }

  /** Members of gangs are assigned without being held. */
  static Wiring notHeld() {
    return writing(Keys::isAssignment, tree -> tree.remove("held"));
  }

  /** Nobody writes down for whom others are ended. */
  static Wiring nomineeUnwritten() {
    return writing(
        key -> Keys.SPACE.parse(key) instanceof Key.Status(Kind kind, _, _) && kind == Kind.TASK,
        tree -> {
          if (tree.get("status") instanceof ObjectNode status) {
            status.remove("nominatedAgent");
          }
        });
  }

  /** Members of gangs are held for ever. */
  static Wiring neverReleased() {
    Set<String> held = new TreeSet<>();
    return rewriting(
        Keys::isAssignment,
        (key, tree) -> {
          if (tree.path("held").asBoolean(false)) {
            held.add(key);
          } else if (held.contains(key)) {
            tree.put("held", true);
          }
        });
  }

  /** The leader sees the specs of a kind in another way. */
  private static Wiring specsSeen(Kind kind, BiConsumer<String, ObjectNode> edit) {
    return Around.valuesSeen(
        key -> Keys.isSpec(key, kind),
        (key, tree) -> {
          if (Keys.SPACE.parse(key) instanceof Key.Spec(_, var _, String name)
              && tree.get("spec") instanceof ObjectNode spec) {
            edit.accept(name, spec);
          }
        });
  }

  private static Wiring writing(Predicate<String> which, Consumer<ObjectNode> edit) {
    return rewriting(which, (_, tree) -> edit.accept(tree));
  }

  private static Wiring rewriting(Predicate<String> which, BiConsumer<String, ObjectNode> edit) {
    return Around.controllerStore(
        real ->
            Detour.writing(
                real,
                txn ->
                    Keys.leaderWrites(
                        txn,
                        write -> {
                          if (!(write instanceof Txn.Write.Put put) || !which.test(put.key())) {
                            return Optional.of(write);
                          }
                          ObjectNode tree = Json.readTree(put.value());
                          edit.accept(put.key(), tree);
                          return Keys.put(put, tree.toString());
                        })));
  }
}
