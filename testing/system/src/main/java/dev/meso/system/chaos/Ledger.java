package dev.meso.system.chaos;

import dev.meso.simulation.check.Step;
import dev.meso.store.port.Entry;
import dev.meso.store.port.WatchListener.Change;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What the checks over files and over answers need from the record: where each attempt was placed,
 * which were given up, and which wishes were stored. Grows with the run, some hundred bytes an
 * attempt.
 */
final class Ledger {
  private final SortedMap<String, Placed> attempts = new TreeMap<>();
  private final SortedMap<String, Long> unreachable = new TreeMap<>();
  private final SortedSet<String> stored = new TreeSet<>();
  private final SortedSet<String> tasks = new TreeSet<>();

  /** Where an attempt was assigned, and at which revision. */
  record Placed(String agent, long revision) {}

  synchronized void observe(Step step) {
    for (Change change : step.changes()) {
      if (change instanceof Change.Put(Entry entry)) {
        put(entry);
      }
    }
  }

  synchronized int attempts() {
    return attempts.size();
  }

  synchronized int tasks() {
    return tasks.size();
  }

  synchronized Optional<Placed> placed(String taskUid, long attempt) {
    return Optional.ofNullable(attempts.get(id(taskUid, attempt)));
  }

  /**
   * Whether the leader gave an attempt up, because its agent was lost, before or while it wrote
   * this revision: the task's own history says so.
   */
  synchronized boolean givenUp(String taskUid, long attempt, long upTo) {
    Long revision = unreachable.get(id(taskUid, attempt));
    return revision != null && revision <= upTo;
  }

  /** Whether a user's wish was ever stored. */
  synchronized boolean stored(String specKey, String uid, Want want) {
    return stored.contains(wish(specKey, uid, want));
  }

  private void put(Entry entry) {
    List<String> parts = Keys.parts(entry.key());
    if (entry.key().startsWith(Keys.ASSIGNMENTS)) {
      if (entry.createRevision() == entry.modRevision()) {
        JsonNode json = Keys.json(entry.value());
        String uid = json.path("taskUid").asString("");
        tasks.add(uid);
        attempts.put(
            id(uid, json.path("attempt").asLong(0)),
            new Placed(parts.get(Keys.AGENT), entry.modRevision()));
      }
    } else if (entry.key().startsWith(Keys.STATUS + "tasks/")) {
      JsonNode json = Keys.json(entry.value());
      for (JsonNode turn : json.at("/status/history")) {
        if (turn.path("phase").asString("").equals("Unreachable")) {
          String uid = json.at("/metadata/uid").asString("");
          unreachable.putIfAbsent(id(uid, turn.path("attempt").asLong(0)), entry.modRevision());
        }
      }
    } else if (entry.key().startsWith(Keys.SPECS)) {
      JsonNode json = Keys.json(entry.value());
      Want.of(json)
          .ifPresent(
              want -> stored.add(wish(entry.key(), json.at("/metadata/uid").asString(""), want)));
    }
  }

  private static String wish(String specKey, String uid, Want want) {
    return specKey + " " + uid + " " + want;
  }

  private static String id(String uid, long attempt) {
    return uid + "/" + attempt;
  }
}
