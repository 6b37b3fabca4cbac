package dev.meso.controller.core.sim;

import dev.meso.api.key.Key;
import dev.meso.api.record.Alive;
import dev.meso.api.record.Assignment;
import dev.meso.api.record.AttemptId;
import dev.meso.api.record.Report;
import dev.meso.api.task.TaskPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a function of its assignments: runs what is assigned, ends what is to stop or is not
 * assigned any more, reports, and forgets a report once its assignment is gone.
 */
public final class FakeAgent {
  private final String name;
  private final FakeStore store;
  private final Map<AttemptId, Assignment> running = new TreeMap<>();
  private final Map<AttemptId, Report> reports = new TreeMap<>();
  private int session;
  private boolean connected;

  FakeAgent(String name, FakeStore store) {
    this.name = name;
    this.store = store;
  }

  public String name() {
    return name;
  }

  public boolean connected() {
    return connected;
  }

  /** What really runs, whatever the records say. */
  public Map<AttemptId, Assignment> running() {
    return running;
  }

  public void connect(Instant at) {
    connected = true;
    session++;
    store.put(new Key.Alive(name), new Alive(name, "uid-" + name, "s" + session, "boot", at));
  }

  /** Its lease ends; what runs goes on. */
  public void vanish() {
    connected = false;
    store.delete(new Key.Alive(name));
  }

  /** The machine starts again: nothing runs any more, and the agent says so. */
  public void reboot(Instant at) {
    for (Assignment assignment : new ArrayList<>(running.values())) {
      end(assignment, TaskPhase.LOST, null, at);
    }
  }

  /** A task ends by itself. */
  public void exit(AttemptId attempt, int code, Instant at) {
    Assignment assignment = running.get(attempt);
    if (assignment != null) {
      end(assignment, code == 0 ? TaskPhase.SUCCEEDED : TaskPhase.FAILED, code, at);
    }
  }

  /** Does one round of work; says whether anything changed. */
  public boolean step(Instant at) {
    if (!connected) {
      return false;
    }
    boolean changed = false;
    Map<AttemptId, Assignment> assigned = assigned();
    for (Assignment assignment : assigned.values()) {
      AttemptId id = assignment.id();
      Report report = reports.get(id);
      boolean over = report != null && report.phase().terminal();
      if (over) {
        continue;
      }
      if (assignment.stopping()) {
        end(assignment, TaskPhase.KILLED, null, at);
        changed = true;
      } else if (assignment.mustWait()) {
        if (report == null) {
          say(assignment, TaskPhase.STARTING, null, at);
          changed = true;
        }
      } else if (!running.containsKey(id)) {
        running.put(id, assignment);
        say(assignment, TaskPhase.STARTING, null, at);
        changed = true;
      } else if (report == null || report.phase() == TaskPhase.STARTING) {
        say(assignment, TaskPhase.RUNNING, null, at);
        changed = true;
      }
    }
    for (Assignment left : new ArrayList<>(running.values())) {
      if (!assigned.containsKey(left.id())) {
        end(left, TaskPhase.KILLED, null, at);
        changed = true;
      }
    }
    changed |= publish();
    for (AttemptId id : new ArrayList<>(reports.keySet())) {
      if (!assigned.containsKey(id) && reports.get(id).phase().terminal()) {
        reports.remove(id);
        store.delete(new Key.Report(name, id));
        changed = true;
      }
    }
    return changed;
  }

  private boolean publish() {
    boolean changed = false;
    for (Report report : reports.values()) {
      Key key = new Key.Report(name, report.id());
      Object stored = store.get(key).map(FakeStore.Held::value).orElse(null);
      if (!report.equals(stored)) {
        store.put(key, report);
        changed = true;
      }
    }
    return changed;
  }

  private Map<AttemptId, Assignment> assigned() {
    Map<AttemptId, Assignment> assigned = new TreeMap<>();
    store
        .keys()
        .forEach(
            (key, held) -> {
              if (key instanceof Key.Assignment(String agent, AttemptId id)
                  && agent.equals(name)
                  && held.value() instanceof Assignment assignment) {
                assigned.put(id, assignment);
              }
            });
    return assigned;
  }

  private void end(Assignment assignment, TaskPhase phase, @Nullable Integer code, Instant at) {
    running.remove(assignment.id());
    say(assignment, phase, code, at);
  }

  private void say(Assignment about, TaskPhase phase, @Nullable Integer code, Instant at) {
    Report before = reports.get(about.id());
    Instant started = before == null ? null : before.startedAt();
    reports.put(
        about.id(),
        new Report(
            about.namespace(),
            about.task(),
            about.taskUid(),
            about.attempt(),
            phase,
            0,
            code,
            null,
            null,
            null,
            phase == TaskPhase.RUNNING ? at : started,
            phase.terminal() ? at : null,
            List.of(),
            List.of()));
  }
}
