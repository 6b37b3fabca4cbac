package dev.meso.controller.core.forecast;

import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.task.TaskPhase;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.Place;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where all tasks are at a moment.
 *
 * @param uids by task that has an agent: of which task of that name it is
 */
record Survey(Map<TaskName, Place> places, Map<TaskName, String> uids, Set<TaskName> pending) {

  static Survey of(ClusterView view) {
    Map<TaskName, Place> places = new TreeMap<>();
    Map<TaskName, String> uids = new TreeMap<>();
    Set<TaskName> pending = new TreeSet<>();
    for (TaskRow row : view.tasks().values()) {
      Assignment live = row.currentAssignment();
      TaskStatus status = row.taskStatus();
      if (live != null && !live.stopping()) {
        places.put(row.name(), Objects.requireNonNull(row.current()));
        uids.put(row.name(), live.taskUid());
      } else if (status != null && status.phase() == TaskPhase.PENDING) {
        pending.add(row.name());
      }
    }
    return new Survey(places, uids, pending);
  }

  Figures figures(ClusterView view) {
    return Figures.of(view, places.size(), pending.size());
  }

  /** What became of tasks. */
  record Moves(int placed, int moved, int restarted, int displaced, int stopped) {
    int all() {
      return placed + moved + restarted + displaced + stopped;
    }
  }

  /** What became of them since an earlier moment. */
  Moves since(Survey earlier) {
    int placed = 0;
    int moved = 0;
    int restarted = 0;
    for (Map.Entry<TaskName, Place> entry : places.entrySet()) {
      Place was = earlier.places.get(entry.getKey());
      Place is = entry.getValue();
      boolean anew = !Objects.equals(uids.get(entry.getKey()), earlier.uids.get(entry.getKey()));
      if (was == null) {
        placed++;
      } else if (!was.agent().equals(is.agent())) {
        moved++;
      } else if (anew || was.attempt() != is.attempt()) {
        restarted++;
      }
    }
    int displaced = 0;
    int stopped = 0;
    for (TaskName name : earlier.places.keySet()) {
      if (pending.contains(name)) {
        displaced++;
      } else if (!places.containsKey(name)) {
        stopped++;
      }
    }
    return new Moves(placed, moved, restarted, displaced, stopped);
  }
}
