package dev.meso.system.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to a user say that an object must be. An answer that never came leaves several
 * possibilities; then the user leaves the name alone. Any thread may use it.
 */
final class Promise {
  private final String plural;
  private final String name;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Want> completed = new ArrayList<>();
  private List<Optional<Want>> possible = List.of(Optional.empty());
  private boolean everCreated;
  private @Nullable Duration uncertainSince;

  Promise(String plural, String name) {
    this.plural = plural;
    this.name = name;
  }

  /** A wish that an answer said was stored. */
  record Acknowledged(String uid, Want want) {}

  String plural() {
    return plural;
  }

  String name() {
    return name;
  }

  String specKey() {
    return Keys.spec(plural, name);
  }

  /** What may be there; absent when nothing may. More than one after an unknown outcome. */
  synchronized List<Optional<Want>> possible() {
    return possible;
  }

  /** What is there, if that is certain. */
  synchronized Optional<Want> certain() {
    return possible.size() == 1 ? possible.getFirst() : Optional.empty();
  }

  synchronized boolean everCreated() {
    return everCreated;
  }

  /** Since when the outcome of a request is unknown. */
  synchronized Optional<Duration> uncertainSince() {
    return Optional.ofNullable(uncertainSince);
  }

  synchronized List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Wishes of a Job that a server called complete. */
  synchronized List<Want> completed() {
    return List.copyOf(completed);
  }

  /** The server said that the Job has all its completions. */
  synchronized void completed(Want want) {
    completed.add(want);
  }

  /** The server said that it stored this wish; {@code newUid} of the object. */
  synchronized void stored(String newUid, Want want) {
    everCreated = true;
    acknowledged.add(new Acknowledged(newUid, want));
    possible = List.of(Optional.of(want));
  }

  /** The server said that the object will be gone. */
  synchronized void deleted() {
    possible = List.of(Optional.empty());
  }

  /** No answer came to a request that wanted this. */
  synchronized void unknown(Optional<Want> wanted, Duration at) {
    everCreated = true;
    List<Optional<Want>> all = new ArrayList<>(possible);
    if (!all.contains(wanted)) {
      all.add(wanted);
    }
    possible = List.copyOf(all);
    uncertainSince = at;
  }

  /** Possibilities in words. */
  synchronized SortedSet<String> words() {
    SortedSet<String> words = new TreeSet<>();
    possible.forEach(want -> words.add(want.map(Want::toString).orElse("absent")));
    return words;
  }

  @Override
  public String toString() {
    return plural + "/" + name + " " + words();
  }
}
