package dev.meso.cli.command;

import dev.meso.cli.client.ApiClient;
import dev.meso.cli.client.Refusal;
import dev.meso.cli.client.Trees;
import dev.meso.cli.session.ExitCode;
import dev.meso.cli.session.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server's answer to "what would applying these files do?".
 *
 * @param manifests in the order of the rows
 * @param status the answer's status, with one entry of {@code objects} for each manifest
 */
record Planned(List<Manifest> manifests, ObjectNode status) {
  private static final int CONFLICTS_MAX = 5;

  Planned {
    manifests = List.copyOf(manifests);
  }

  /**
   * Asks the server about exactly what {@code apply} would send.
   *
   * @param schedule whether the scheduler is asked too
   */
  static Planned ask(ApiClient client, List<Manifest> manifests, boolean schedule) {
    String first = manifests.getFirst().namespace();
    boolean together =
        first != null && manifests.stream().allMatch(it -> first.equals(it.namespace()));
    for (int conflicts = 0; ; conflicts++) {
      List<ObjectNode> objects = new ArrayList<>();
      for (Manifest manifest : manifests) {
        objects.add(object(client, manifest));
      }
      ObjectNode answer = client.plan(together ? first : null, objects, schedule);
      if (!(answer.get("status") instanceof ObjectNode status)
          || Trees.list(status, "objects").size() != manifests.size()) {
        throw new Failure(ExitCode.FAILED, "The server's answer is no plan: " + answer);
      }
      Planned planned = new Planned(manifests, status);
      boolean overtaken =
          planned.objects().stream().anyMatch(o -> Trees.text(o, "reason").equals("Conflict"));
      if (!overtaken || conflicts == CONFLICTS_MAX) {
        return planned;
      }
    }
  }

  private static ObjectNode object(ApiClient client, Manifest manifest) {
    Optional<ObjectNode> live;
    try {
      live = client.find(manifest.kind(), manifest.namespace(), manifest.name());
    } catch (Refusal refusal) {
      throw new Failure(ExitCode.FAILED, refusal.text());
    }
    if (live.isEmpty()) {
      return Merge.created(manifest);
    }
    ObjectNode whole =
        Merge.changed(manifest, live.get())
            .orElseGet(
                () -> {
                  ObjectNode same = live.get().deepCopy();
                  same.remove("status");
                  return same;
                });
    whole.put("apiVersion", manifest.kind().apiVersion());
    whole.put("kind", manifest.kind().kindName());
    return whole;
  }

  /** What the server says of each object. */
  List<JsonNode> objects() {
    return Trees.list(status, "objects");
  }

  /** How many objects would be created or changed. */
  long changes() {
    return Trees.number(status, "toCreate", 0) + Trees.number(status, "toUpdate", 0);
  }

  long refused() {
    return Trees.number(status, "refused", 0);
  }

  /** 0: nothing to do; 2: something; 1: not all of it can be done. */
  int exitCode() {
    if (refused() > 0) {
      return ExitCode.FAILED;
    }
    return changes() > 0 ? ExitCode.CHANGES : ExitCode.OK;
  }

  /** What makes {@code apply} do exactly this. */
  PlanToken token() {
    List<PlanToken.Entry> entries = new ArrayList<>();
    List<JsonNode> objects = objects();
    for (int i = 0; i < manifests.size(); i++) {
      String revision = Trees.text(objects.get(i), "resourceVersion");
      entries.add(
          PlanToken.Entry.of(manifests.get(i), revision.isEmpty() ? 0 : Long.parseLong(revision)));
    }
    return new PlanToken(entries);
  }
}
