package dev.meso.cli.command;

import dev.meso.api.kind.Kind;
import dev.meso.cli.client.Trees;
import dev.meso.cli.output.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far an object has come towards what its spec says.
 *
 * @param text a few words, such as {@code 1/3 ready}
 */
record Readiness(State state, String text) {
  enum State {
    WAITING,
    READY,
    FAILED
  }

  static Readiness of(Kind kind, ObjectNode object) {
    return switch (kind) {
      case APP -> app(object);
      case JOB -> job(object);
      case TASK -> task(object);
      case AGENT -> new Readiness(State.READY, Objects.phase(object));
      case NAMESPACE -> new Readiness(State.READY, "active");
      case VOLUME -> new Readiness(State.READY, "there");
      case QUEUE, ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING ->
          new Readiness(State.READY, "in force");
    };
  }

  private static Readiness app(ObjectNode app) {
    long wanted = Trees.number(app, "spec.replicas", 1);
    long ready = Trees.number(app, "status.readyReplicas", 0);
    long updated = Trees.number(app, "status.updatedReplicas", 0);
    long exist = Trees.number(app, "status.replicas", ready);
    String text = ready + "/" + wanted + " ready";
    if (updated < wanted) {
      text += ", " + updated + " up to date";
    }
    boolean there = seen(app) && ready == wanted && updated == wanted && exist == wanted;
    return new Readiness(there ? State.READY : State.WAITING, text);
  }

  private static Readiness job(ObjectNode job) {
    String phase = Objects.phase(job);
    long wanted = Trees.number(job, "spec.completions", 1);
    String text = Trees.number(job, "status.succeeded", 0) + "/" + wanted + " done";
    long failed = Trees.number(job, "status.failed", 0);
    if (failed > 0) {
      text += ", " + failed + " failed";
    }
    return switch (phase) {
      case "Succeeded" -> new Readiness(seen(job) ? State.READY : State.WAITING, text);
      case "Failed" -> new Readiness(seen(job) ? State.FAILED : State.WAITING, text);
      default -> new Readiness(State.WAITING, text);
    };
  }

  private static Readiness task(ObjectNode task) {
    String phase = Objects.phase(task);
    return switch (phase) {
      case "Running", "Succeeded" -> new Readiness(State.READY, phase);
      case "Failed", "Killed", "Lost" -> {
        String exit = Objects.exit(task);
        yield new Readiness(State.FAILED, phase + (exit.isEmpty() ? "" : ", exit " + exit));
      }
      default -> new Readiness(State.WAITING, phase);
    };
  }

  /** Whether the status speaks of the present spec. */
  private static boolean seen(ObjectNode object) {
    long generation = Trees.number(object, "metadata.generation", 0);
    return Trees.number(object, "status.observedGeneration", -1) >= generation;
  }
}
