package dev.meso.controller.core.forecast;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.TaskStatus;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.task.TaskPhase;
import dev.meso.api.time.Now;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.PlannedTxn;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.ClusterView;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.TaskRow;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what the decisions of a forecast do to the tasks of one object. Not thread-safe. */
final class Tally {
  private final ObjectRef ref;
  private final Set<TaskName> before = new TreeSet<>();
  private final Set<TaskName> placedAtOnce = new TreeSet<>();
  private final Map<TaskName, String> placed = new TreeMap<>();
  private final Set<TaskName> stopped = new TreeSet<>();
  private final Set<TaskName> stoppedInWave = new TreeSet<>();
  private final TreeMap<Integer, Set<TaskName>> waves = new TreeMap<>();
  private int wave;

  /** Starts with what the state holds before anything changes. */
  Tally(ObjectRef ref, ClusterView view) {
    this.ref = ref;
    for (TaskName name : ObedientAgents.tasks(view, ref)) {
      TaskRow row = view.tasks().get(name);
      Assignment live = row == null ? null : row.currentAssignment();
      if (live != null && !live.stopping()) {
        before.add(name);
      }
    }
  }

  /** Whether objects of a kind have tasks to count. */
  static boolean counts(Kind kind) {
    return kind == Kind.TASK || kind.ownsTasks();
  }

  /** Takes note of a transaction that is taken for carried out. */
  void decided(PlannedTxn txn) {
    for (PlannedWrite write : txn.writes()) {
      if (write
              instanceof PlannedWrite.Put(Key.Assignment(String agent, AttemptId id), Object value)
          && value instanceof Assignment assignment
          && mine(assignment)) {
        TaskName name = new TaskName(id.namespace(), id.task());
        if (assignment.stopping()) {
          stopped.add(name);
          stoppedInWave.add(name);
        } else {
          placed.put(name, agent);
          if (wave == 0) {
            placedAtOnce.add(name);
          }
        }
      }
    }
  }

  /** The agents have done what they were told so far. */
  void endWave() {
    if (!stoppedInWave.isEmpty()) {
      waves.put(wave, Set.copyOf(stoppedInWave));
      stoppedInWave.clear();
    }
    wave++;
  }

  private boolean mine(Assignment assignment) {
    boolean same = assignment.namespace().equals(ref.namespace());
    return ref.kind() == Kind.TASK
        ? same && assignment.owner() == null && assignment.task().equals(ref.name())
        : same && ref.ownerText().equals(assignment.owner());
  }

  /** The result. */
  Outlook outlook(ClusterView view, Explain explain, Now now) {
    Set<TaskName> replaced = new TreeSet<>(before);
    replaced.retainAll(placed.keySet());
    Set<TaskName> fresh = new TreeSet<>(placed.keySet());
    fresh.removeAll(before);
    int later = (int) fresh.stream().filter(name -> !placedAtOnce.contains(name)).count();
    Set<TaskName> ended = new TreeSet<>(stopped);
    ended.removeAll(placed.keySet());
    int steps =
        (int)
            waves.values().stream()
                .filter(names -> names.stream().anyMatch(replaced::contains))
                .count();
    int pending = 0;
    for (TaskName name : ObedientAgents.tasks(view, ref)) {
      TaskRow row = view.tasks().get(name);
      TaskStatus status = row == null ? null : row.taskStatus();
      if (status != null && status.phase() == TaskPhase.PENDING) {
        pending++;
      }
    }
    Map<String, Integer> all = new TreeMap<>();
    placed.values().forEach(agent -> all.merge(agent, 1, Integer::sum));
    SortedMap<String, Integer> listed = mostUsed(all);
    return new Outlook(
        ref,
        fresh.size(),
        later,
        replaced.size(),
        steps,
        ended.size(),
        pending,
        listed,
        all.size() - listed.size(),
        pending == 0 ? null : why(view, explain, now));
  }

  private static SortedMap<String, Integer> mostUsed(Map<String, Integer> all) {
    SortedMap<String, Integer> listed = new TreeMap<>();
    all.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(Outlook.AGENTS_MAX)
        .forEach(entry -> listed.put(entry.getKey(), entry.getValue()));
    return listed;
  }

  private @Nullable Explanation why(ClusterView view, Explain explain, Now now) {
    return switch (ref.kind()) {
      case APP -> explain.app(view, ref.namespace(), ref.name(), now).orElse(null);
      case JOB -> explain.job(view, ref.namespace(), ref.name(), now).orElse(null);
      case TASK -> explain.task(view, ref.namespace(), ref.name(), now).orElse(null);
      case AGENT,
          NAMESPACE,
          QUEUE,
          VOLUME,
          ROLE,
          CLUSTER_ROLE,
          ROLE_BINDING,
          CLUSTER_ROLE_BINDING ->
          null;
    };
  }
}
