package dev.meso.simulation.check.model;

import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The keys at one revision, and what was seen of tasks until then. Changed by {@link #apply} alone,
 * whose cost is that of the change. Not thread-safe.
 */
public final class World {
  private final KeyLayout keys;
  private final ValueReader reader = new ValueReader();
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Map<String, AgentSight> agents = new LinkedHashMap<>();
  private final Map<TaskName, TaskSight> tasks = new LinkedHashMap<>();
  private final Map<String, TaskStory> stories = new LinkedHashMap<>();
  private final Map<String, Set<TaskName>> owned = new LinkedHashMap<>();
  private final Map<String, Set<String>> inNamespace = new LinkedHashMap<>();
  // The status keys of volumes.
  private final Map<String, Held> volumes = new LinkedHashMap<>();

  public World(String root) {
    this.keys = new KeyLayout(root);
  }

  public KeyLayout keys() {
    return keys;
  }

  /** Takes the changes of one revision over, and says what they did. */
  public List<Delta> apply(List<Change> changes, Duration at) {
    List<Delta> deltas = new ArrayList<>(changes.size());
    for (Change change : changes) {
      Place place = keys.place(change.key());
      Held before = held.get(change.key());
      Held after =
          switch (change) {
            case Change.Put(Entry entry) ->
                new Held(
                    place,
                    entry,
                    reader.read(place, entry.value()),
                    before == null ? at : before.since(),
                    at);
            case Change.Deleted _ -> null;
          };
      if (after == null) {
        held.remove(change.key());
      } else {
        held.put(change.key(), after);
      }
      Delta delta = new Delta(change.key(), place, before, after);
      index(delta, at);
      deltas.add(delta);
    }
    return deltas;
  }

  private void index(Delta delta, Duration at) {
    Held after = delta.after();
    switch (delta.place()) {
      case Place.Spec(String plural, String namespace, String name) -> {
        member(namespace, delta);
        if (plural.equals(KeyLayout.AGENTS)) {
          sight(name).spec = after;
        } else if (plural.equals(KeyLayout.TASKS)) {
          task(new TaskName(namespace, name)).spec = after;
        }
      }
      case Place.Status(String plural, String namespace, String name) -> {
        member(namespace, delta);
        if (plural.equals(KeyLayout.AGENTS)) {
          sight(name).status = after;
        } else if (plural.equals(KeyLayout.TASKS)) {
          status(new TaskName(namespace, name), delta);
        } else if (plural.equals(KeyLayout.VOLUMES)) {
          volume(delta);
        }
      }
      case Place.Assignment assignment -> assignment(assignment, delta);
      case Place.Report report -> report(report, delta, at);
      case Place.Registration(String agent) -> sight(agent).registration = after;
      case Place.Alive(String agent) -> {
        AgentSight sight = sight(agent);
        sight.alive = after;
        sight.absentSince = after == null ? at : sight.absentSince;
        if (after != null && after.value() instanceof Value.Alive(String uid, String _)) {
          sight.machine = uid;
        }
      }
      case Place.Leader _, Place.Barrier _, Place.Meta _, Place.SoftEvent _, Place.Unknown _ -> {}
    }
  }

  private void volume(Delta delta) {
    if (delta.after() == null) {
      volumes.remove(delta.key());
    } else {
      volumes.put(delta.key(), delta.after());
    }
  }

  private void member(String namespace, Delta delta) {
    if (namespace.isEmpty()) {
      return;
    }
    Set<String> members = inNamespace.computeIfAbsent(namespace, _ -> new LinkedHashSet<>());
    if (delta.deleted()) {
      members.remove(delta.key());
    } else {
      members.add(delta.key());
    }
  }

  private void status(TaskName name, Delta delta) {
    Value.TaskStatus before = delta.before() == null ? null : delta.before().task();
    Value.TaskStatus after = delta.after() == null ? null : delta.after().task();
    task(name).status = delta.after();
    if (before != null && before.owner() != null) {
      owned.getOrDefault(before.owner().uid(), Set.of()).remove(name);
    }
    if (after == null) {
      return;
    }
    if (after.owner() != null) {
      owned.computeIfAbsent(after.owner().uid(), _ -> new LinkedHashSet<>()).add(name);
    }
    TaskStory story = story(after.uid(), name);
    // Looking at the whole history again does no harm: the last turn of an attempt counts.
    for (Value.Turn turn : after.history()) {
      if (turn.attempt() > 0) {
        turned(story.tried(turn.attempt()), turn.phase());
      }
    }
  }

  private void turned(Tried tried, Phase phase) {
    switch (phase) {
      case UNREACHABLE, LOST -> {
        String agent = tried.agent();
        tried.giveUp(agent != null && sight(agent).gone());
      }
      case ASSIGNED, STARTING, RUNNING, STOPPING -> tried.takeBack();
      case PENDING, SUCCEEDED, FAILED, KILLED -> {}
    }
  }

  private void assignment(Place.Assignment place, Delta delta) {
    AgentSight agent = sight(place.agent());
    TaskSight task = task(place.path().task());
    if (delta.before() != null && delta.before().value() instanceof Value.Assignment old) {
      story(old.uid(), place.path().task()).tried(place.path().attempt()).unassigned();
    }
    if (delta.after() == null) {
      agent.assignments.remove(place.path());
      task.assignments.remove(place);
      return;
    }
    agent.assignments.put(place.path(), delta.after());
    task.assignments.put(place, delta.after());
    if (delta.after().value() instanceof Value.Assignment made) {
      story(made.uid(), place.path().task())
          .tried(place.path().attempt())
          .assigned(place.agent(), made);
    }
  }

  private void report(Place.Report place, Delta delta, Duration at) {
    AgentSight agent = sight(place.agent());
    if (delta.before() != null && delta.before().value() instanceof Value.Report old) {
      story(old.uid(), place.path().task()).tried(place.path().attempt()).unreported();
    }
    if (delta.after() == null) {
      agent.reports.remove(place.path());
      return;
    }
    agent.reports.put(place.path(), delta.after());
    if (delta.after().value() instanceof Value.Report said) {
      story(said.uid(), place.path().task())
          .tried(place.path().attempt())
          .reported(said, agent.machine(), at);
    }
  }

  private AgentSight sight(String agent) {
    return agents.computeIfAbsent(agent, AgentSight::new);
  }

  private TaskStory story(String uid, TaskName name) {
    return stories.computeIfAbsent(uid, key -> new TaskStory(key, name));
  }

  /** A key with its value; absent if it is not there. */
  public @Nullable Held get(String key) {
    return held.get(key);
  }

  public Collection<Held> all() {
    return Collections.unmodifiableCollection(held.values());
  }

  /** An agent; one without keys if it is not known. */
  public AgentSight agent(String name) {
    return agents.getOrDefault(name, new AgentSight(name));
  }

  public Collection<AgentSight> agents() {
    return Collections.unmodifiableCollection(agents.values());
  }

  /** Every key under a task's name. */
  public TaskSight task(TaskName name) {
    return tasks.computeIfAbsent(name, _ -> new TaskSight());
  }

  /** What was seen of a task; absent if nothing was. */
  public @Nullable TaskStory story(String uid) {
    return stories.get(uid);
  }

  public Collection<TaskStory> stories() {
    return Collections.unmodifiableCollection(stories.values());
  }

  /** What was seen of an attempt; absent if nothing was. */
  public @Nullable Tried tried(String uid, long attempt) {
    TaskStory story = stories.get(uid);
    return story == null ? null : story.attempt(attempt);
  }

  /** The tasks whose status names this owner. */
  public Set<TaskName> ownedBy(String uid) {
    return Collections.unmodifiableSet(owned.getOrDefault(uid, Set.of()));
  }

  /** The spec and status keys in a namespace. */
  public Set<String> keysIn(String namespace) {
    return Collections.unmodifiableSet(inNamespace.getOrDefault(namespace, Set.of()));
  }

  /** The status of every volume. */
  public Collection<Held> volumes() {
    return Collections.unmodifiableCollection(volumes.values());
  }

  public @Nullable Held leader() {
    return held.get(keys.leader());
  }

  /** What an object of quantities says. */
  public Amounts amounts(JsonNode quantities) {
    return reader.amounts(quantities);
  }

  /** So much disk; none if it does not say how much. */
  public Amounts disk(JsonNode quantity) {
    return reader.disk(quantity);
  }

  /** What the containers of a task's spec ask for. */
  public Amounts requested(JsonNode taskSpec) {
    return reader.requested(taskSpec);
  }
}
