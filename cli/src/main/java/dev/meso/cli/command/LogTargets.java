package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Trees;
import dev.meso.cli.naming.Ref;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which tasks belong to an object. */
final class LogTargets {
  private LogTargets() {}

  /** The tasks that an App or Job manages, in the order of their names. */
  static List<ObjectNode> ownedBy(ApiClient client, String namespace, ObjectNode owner) {
    String uid = Trees.text(owner, "metadata.uid");
    List<ObjectNode> owned = new ArrayList<>();
    for (ObjectNode task : client.list(Kind.TASK, namespace).items()) {
      for (JsonNode reference : Trees.list(task, "metadata.ownerReferences")) {
        if (Trees.text(reference, "uid").equals(uid)) {
          owned.add(task);
          break;
        }
      }
    }
    return owned;
  }

  /** The task itself, or the tasks of an App or Job. */
  static List<ObjectNode> of(ApiClient client, String namespace, Ref ref) {
    ObjectNode object = Lookup.get(client, namespace, ref);
    return ref.kind() == Kind.TASK ? List.of(object) : ownedBy(client, namespace, object);
  }

  /** Whether an attempt of it has begun to run, so that it may have written something. */
  static boolean started(ObjectNode task) {
    return switch (Trees.text(task, "status.phase")) {
      case "", "Pending", "Assigned", "Starting" -> false;
      default -> true;
    };
  }

  /** Whether its attempt has ended. */
  static boolean ended(ObjectNode task) {
    return switch (Trees.text(task, "status.phase")) {
      case "Succeeded", "Failed", "Killed", "Lost" -> true;
      default -> false;
    };
  }

  static long attempt(ObjectNode task) {
    return Trees.number(task, "status.attempt", 0);
  }
}
