package dev.meso.simulation.check;

import dev.meso.store.port.Entry;
import dev.meso.store.port.Txn.Guard;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells a checker a history, one step after the other. The verbs tell what a sound cluster does;
 * {@link #by} tells anything.
 */
final class Story {
  static final String LEADER = "controller-1";
  static final String APP = "app-uid";
  static final String APP_KEY = "/meso/spec/apps/default/web";

  private final Checker checker;
  private final Map<String, Entry> present = new TreeMap<>();
  private Duration at = Duration.ZERO;
  private long revision;

  private Story(Rules rules) {
    checker = new Checker(rules);
  }

  /** Nothing has happened yet. */
  static Story empty(Rules rules) {
    return new Story(rules);
  }

  /** A leader, a namespace, an App of one replica, and two agents of 4 cpu and four ports. */
  static Story begun() {
    return begun(Rules.simulation());
  }

  static Story begun(Rules rules) {
    Story story = new Story(rules);
    story.elect(LEADER);
    story
        .by("user-1")
        .guardAbsent("/meso/spec/namespaces/default")
        .guardAbsent("/meso/status/namespaces/default")
        .put(
            "/meso/spec/namespaces/default",
            "{\"metadata\":{\"name\":\"default\",\"uid\":\"ns\"},\"spec\":{}}")
        .commit();
    story.create(APP_KEY, app(APP, 1));
    story.join("agent-1").register("agent-1", "4");
    story.join("agent-2").register("agent-2", "4");
    return story;
  }

  static String app(String uid, int replicas) {
    return ("{\"kind\":\"App\",\"metadata\":{\"name\":\"web\",\"uid\":\"%s\",\"generation\":1},"
            + "\"spec\":{\"replicas\":%d,\"template\":{\"spec\":{\"containers\":[{\"name\":"
            + "\"main\",\"ports\":[{\"name\":\"http\"}],\"resources\":{\"requests\":{\"cpu\":"
            + "\"1\"},\"limits\":{\"cpu\":\"2\",\"memory\":\"1Gi\"}}}]}}}}")
        .formatted(uid, replicas);
  }

  static String marked(String spec) {
    return spec.replace("\"uid\"", "\"deletionTimestamp\":\"2026-01-31T12:01:00Z\",\"uid\"");
  }

  static TaskText web() {
    return new TaskText("web-0", "task-uid", APP);
  }

  // --- time and truth ---

  Story later(double seconds) {
    at = at.plusMillis((long) (seconds * 1000));
    return this;
  }

  Duration now() {
    return at;
  }

  Story process(ProcessEvent event) {
    checker.process(event);
    return this;
  }

  ProcessEvent.Run run(TaskText task, int run) {
    return new ProcessEvent.Run("default", task.name, task.uid, task.attempt(), "main", run);
  }

  Story starts(TaskText task) {
    return process(new ProcessEvent.Started(at, task.agent(), run(task, 0)));
  }

  Story ends(TaskText task) {
    return process(new ProcessEvent.Ended(at, task.agent(), run(task, 0), 15));
  }

  Checker checker() {
    return checker;
  }

  /** The names of what was found. */
  Set<String> found() {
    Set<String> names = new TreeSet<>();
    checker.violations().forEach(violation -> names.add(violation.invariant()));
    return names;
  }

  // --- what a sound cluster does ---

  Story elect(String controller) {
    return by(controller)
        .guardAbsent("/meso/leader")
        .lease(7)
        .put("/meso/leader", "{\"controller\":\"" + controller + "\"}")
        .commit();
  }

  Story create(String key, String value) {
    return by("user-1")
        .guardAbsent(key)
        .guardAbsent(key.replace("/spec/", "/status/"))
        .put(key, value)
        .commit();
  }

  Story change(String key, String value) {
    return by("user-1").guardUnchanged(key).put(key, value).commit();
  }

  Story join(String agent) {
    return join(agent, "m");
  }

  /** A machine of this uid takes the agent's name. */
  Story join(String agent, String uid) {
    return by(agent)
        .guardAbsent("/meso/alive/" + agent)
        .lease(8)
        .put(
            "/meso/alive/" + agent,
            "{\"agent\":\"%s\",\"uid\":\"%s\",\"session\":\"s%d\"}".formatted(agent, uid, revision))
        .commit();
  }

  Story register(String agent, String cpu) {
    return session(agent).put("/meso/registrations/" + agent, machine(agent, cpu)).commit();
  }

  static String machine(String agent, String cpu) {
    return ("{\"agent\":\"%s\",\"uid\":\"m\",\"capacity\":{\"cpu\":\"%s\",\"memory\":\"8Gi\"},"
            + "\"portRanges\":\"31000-31003\"}")
        .formatted(agent, cpu);
  }

  Story expire(String key) {
    return by(Step.LEASE).delete(key).commit();
  }

  Telling session(String agent) {
    return by(agent).guardObject("/meso/alive/" + agent);
  }

  /** The leader makes a task, or its next attempt, and places it. */
  Story place(TaskText task, String agent) {
    task.place(agent);
    return leader()
        .guardUnchanged(task.statusKey())
        .guardUnchanged(APP_KEY)
        .guardObject(specKey(task))
        .guardUnchanged("/meso/registrations/" + agent)
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), task.assignment("run"))
        .commit();
  }

  Story says(TaskText task, String phase) {
    return says(task, phase, "");
  }

  Story says(TaskText task, String phase, String fields) {
    return session(task.agent()).put(task.reportKey(), task.report(phase, fields)).commit();
  }

  /** The leader takes a phase over. */
  Story follows(TaskText task, String phase) {
    task.turn(phase);
    return status(task);
  }

  Story status(TaskText task) {
    return leader()
        .guardUnchanged(task.statusKey())
        .guardObject(specKey(task))
        .put(task.statusKey(), task.status())
        .commit();
  }

  Story runs(TaskText task, String agent) {
    return place(task, agent).starts(task).says(task, "Running").follows(task, "Running");
  }

  Story stop(TaskText task) {
    task.turn("Stopping");
    return leader()
        .guardUnchanged(task.statusKey())
        .guardObject(specKey(task))
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), task.assignment("stop"))
        .commit();
  }

  /** The leader takes an end over, and gives the room free. */
  Story release(TaskText task, String phase, String fields) {
    task.turn(phase).end(fields);
    return leader()
        .guardUnchanged(task.statusKey())
        .guardObject(specKey(task))
        .put(task.statusKey(), task.status())
        .delete(task.assignmentKey())
        .commit();
  }

  Story forget(TaskText task) {
    return session(task.agent()).delete(task.reportKey()).commit();
  }

  /** The leader writes that a lost agent's task cannot be reached, and orders it to stop. */
  Story givesUp(TaskText task) {
    task.turn("Unreachable");
    return leader()
        .guardUnchanged(task.statusKey())
        .guardObject(specKey(task))
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), task.assignment("stop"))
        .commit();
  }

  /** The same, and the next attempt is placed, all in one transaction. */
  Story replaces(TaskText task, String agent) {
    String old = task.assignmentKey();
    String stop = task.assignment("stop");
    task.turn("Unreachable").turn("Pending").place(agent);
    return leader()
        .guardUnchanged(task.statusKey())
        .guardUnchanged(APP_KEY)
        .put(old, stop)
        .put(task.statusKey(), task.status())
        .put(task.assignmentKey(), task.assignment("run"))
        .commit();
  }

  static String specKey(TaskText task) {
    return "/meso/spec/tasks/default/" + task.name;
  }

  // --- anything ---

  Telling by(String author) {
    return new Telling(author);
  }

  Telling leader() {
    return by(LEADER).guardObject("/meso/leader");
  }

  /** One step that is being put together. */
  final class Telling {
    private final String author;
    private final List<Guard> guards = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private long lease;

    private Telling(String author) {
      this.author = author;
    }

    Telling guard(Guard guard) {
      guards.add(guard);
      return this;
    }

    Telling guardAbsent(String key) {
      return guard(Guard.absent(key));
    }

    Telling guardUnchanged(String key) {
      @Nullable Entry entry = present.get(key);
      return guard(new Guard.ModRevisionIs(key, entry == null ? 0 : entry.modRevision()));
    }

    Telling guardObject(String key) {
      @Nullable Entry entry = present.get(key);
      return guard(new Guard.CreateRevisionIs(key, entry == null ? 0 : entry.createRevision()));
    }

    Telling lease(long id) {
      lease = id;
      return this;
    }

    Telling put(String key, String value) {
      @Nullable Entry before = present.get(key);
      long created = before == null ? revision + 1 : before.createRevision();
      Entry entry = new Entry(key, value, created, revision + 1, lease);
      present.put(key, entry);
      changes.add(new Change.Put(entry));
      return this;
    }

    Telling delete(String key) {
      present.remove(key);
      changes.add(new Change.Deleted(key, revision + 1));
      return this;
    }

    Story commit() {
      revision++;
      checker.observe(new Step(revision, at, Optional.of(author), guards, changes));
      return Story.this;
    }
  }
}
