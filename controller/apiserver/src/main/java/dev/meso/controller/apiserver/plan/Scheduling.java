package dev.meso.controller.apiserver.plan;

import dev.meso.api.kind.ApiObject;
import dev.meso.controller.apiserver.object.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Tries changes on a copy of what the leader decides on. Thread-safe; must not block the caller for
 * long.
 */
@FunctionalInterface
public interface Scheduling {

  /** What would come of the changes. */
  CompletionStage<Foreseen> foresee(List<Change> changes);

  /**
   * An object as it would be stored.
   *
   * @param createRevision of its spec key; 0 when it would be created
   */
  record Change(ApiObject object, long createRevision) {}

  /**
   * What would come of the changes.
   *
   * @param settled whether it was followed to its end
   * @param decisions how many decisions it took
   * @param objects a JSON object for each changed object that has tasks
   */
  record Foreseen(boolean settled, int decisions, Map<ObjectRef, String> objects) {
    public Foreseen {
      objects = Map.copyOf(objects);
    }
  }
}
