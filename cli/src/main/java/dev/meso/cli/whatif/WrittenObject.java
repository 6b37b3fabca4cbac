package dev.meso.cli.whatif;

import dev.meso.api.codec.FieldError;
import dev.meso.api.codec.InvalidInput;
import dev.meso.api.codec.Json;
import dev.meso.api.codec.Manifests;
import dev.meso.api.kind.ApiObject;
import dev.meso.api.kind.Kind;
import dev.meso.api.meta.ObjectMeta;
import dev.meso.api.validation.Defaults;
import dev.meso.api.validation.Validation;
import dev.meso.cli.session.Failure;
import dev.meso.controller.core.forecast.Proposed;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.state.AgentRow;
import dev.meso.controller.core.state.Cell;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import dev.meso.controller.core.state.WorkloadRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object that somebody would write.
 *
 * @param where it was said, for messages
 * @param namespace null for a cluster-wide kind
 * @param wanted makes the object to be written of the one that is there, if one is
 */
public record WrittenObject(
    String where,
    Kind kind,
    @Nullable String namespace,
    String name,
    Function<Optional<ObjectNode>, ObjectNode> wanted) {

  Proposed proposed(Snapshot snapshot) {
    Cell cell = cell(snapshot);
    ApiObject live = cell != null && cell.effective() instanceof ApiObject found ? found : null;
    ObjectNode json =
        wanted.apply(
            live instanceof Record record ? Optional.of(Json.toTree(record)) : Optional.empty());
    ApiObject object;
    try {
      object = Defaults.apply(Manifests.readObject(kind, Json.write(json)));
    } catch (InvalidInput invalid) {
      throw wrong(invalid.errors());
    }
    ObjectMeta metadata = live == null ? fresh(object, snapshot) : live.metadata();
    ApiObject whole =
        object.withMetadata(
            metadata.toBuilder()
                .labels(object.metadata().labels())
                .annotations(object.metadata().annotations())
                .generation(metadata.generation() == null ? 1 : metadata.generation() + 1)
                .build());
    List<FieldError> errors = Validation.check(whole);
    if (!errors.isEmpty()) {
      throw wrong(errors);
    }
    return new Proposed(whole, cell == null ? 0 : cell.createRevision());
  }

  private ObjectMeta fresh(ApiObject object, Snapshot snapshot) {
    return object.metadata().toBuilder()
        .name(name)
        .namespace(namespace)
        .uid("imagined-" + kind.singular() + "-" + namespace + "-" + name)
        .creationTimestamp(snapshot.now().wall())
        .build();
  }

  private Failure wrong(List<FieldError> errors) {
    StringBuilder text = new StringBuilder();
    for (FieldError error : errors) {
      text.append(text.isEmpty() ? "" : "\nmeso: ").append(where).append(": ").append(error);
    }
    return Failure.usage(text.toString());
  }

  private @Nullable Cell cell(Snapshot snapshot) {
    if (kind == Kind.AGENT) {
      AgentRow row = snapshot.state().agent(name);
      return row == null ? null : row.specCell();
    }
    if (kind == Kind.TASK && namespace != null) {
      TaskRow row = snapshot.state().tasks().get(new TaskName(namespace, name));
      if (row != null && row.owner() != null) {
        throw Failure.usage(
            where + ": expected a task of its own, found one that " + row.owner() + " owns");
      }
      return row == null ? null : row.specCell();
    }
    WorkloadRow row = snapshot.state().workloads().get(ObjectRef.of(kind, namespace, name));
    return row == null ? null : row.specCell();
  }
}
