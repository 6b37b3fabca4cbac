package dev.meso.simulation.bugs;

import dev.meso.api.kind.Kind;
import dev.meso.simulation.scenario.Wish;
import dev.meso.simulation.world.Wiring;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Leaders that do not keep to volumes. */
final class VolumeBugs {
  private VolumeBugs() {}

  /** Every volume is taken for one that many may use. */
  static Wiring sharedByAll() {
    return Around.valuesSeen(
        key -> Keys.isSpec(key, Kind.VOLUME),
        (_, tree) -> {
          if (tree.get("spec") instanceof ObjectNode spec) {
            spec.put("shared", true);
          }
        });
  }

  /** A volume is given up with its agent, whatever it asks for. */
  static Wiring alwaysRecreated() {
    return Around.valuesSeen(
        key -> Keys.isSpec(key, Kind.VOLUME),
        (_, tree) -> {
          if (tree.get("spec") instanceof ObjectNode spec) {
            spec.put("onLost", "Recreate");
          }
        });
  }

  /** A task may use a volume of any queue. */
  static Wiring queueIgnored() {
    return Around.valuesSeen(
        key -> Keys.isSpec(key, Kind.VOLUME),
        (_, tree) -> {
          if (tree.get("spec") instanceof ObjectNode spec) {
            spec.put("queue", Wish.STORAGE);
          }
        });
  }

  /** What is set aside for a volume is forgotten once it is bound. */
  static Wiring sizeForgotten() {
    return statusSeen(status -> status.remove("size"));
  }

  /** A volume may be another one by now, or on its way out, when a task that uses it is placed. */
  static Wiring notCompared() {
    return Around.controllerStore(
        real -> Detour.writing(real, txn -> Keys.notComparing(txn, Kind.VOLUME)));
  }

  private static Wiring statusSeen(Consumer<ObjectNode> edit) {
    return Around.valuesSeen(
        key -> Keys.isStatus(key, Kind.VOLUME),
        (_, tree) -> {
          if (tree.get("status") instanceof ObjectNode status) {
            edit.accept(status);
          }
        });
  }
}
