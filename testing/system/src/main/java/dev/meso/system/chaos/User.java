package dev.meso.system.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * One user with one name at a time, which nobody else writes: so what its object must be follows
 * from the answers. A name with an unknown outcome is given up for a new one, since a request may
 * wait in a stopped process for a while.
 */
final class User {
  private static final int REPLICAS_MAX = 4;
  private static final int COMPLETIONS_MAX = 3;
  private static final Duration THINK_MIN = Duration.ofMillis(500);
  private static final Duration THINK_MAX = Duration.ofSeconds(4);
  private static final Duration RECREATE_PAUSE = Duration.ofMillis(300);

  private final Users users;
  private final Manuscript manuscript;
  private final RunClock clock;
  private final Random random;
  private final String plural;
  private final String base;
  private int generation;
  private Promise promise;

  User(Users users, Manuscript manuscript, RunClock clock, long seed, String plural, String base) {
    this.users = users;
    this.manuscript = manuscript;
    this.clock = clock;
    this.random = new Random(seed);
    this.plural = plural;
    this.base = base;
    this.promise = users.promise(plural, base);
  }

  /** Works until the clock is stopped. */
  void run() {
    while (clock.pause(thought())) {
      if (promise.uncertainSince().isPresent()) {
        generation++;
        promise = users.promise(plural, base + generation);
      }
      Optional<Want> want = promise.certain();
      if (want.isEmpty()) {
        create();
      } else if (plural.equals("jobs")) {
        job(want.get());
      } else {
        app(want.get());
      }
    }
  }

  private void create() {
    int count = plural.equals("jobs") ? 1 + random.nextInt(COMPLETIONS_MAX) : replicas();
    Want want = new Want(users.mark(promise.name()), count);
    String body =
        plural.equals("jobs")
            ? manuscript.job(promise.name(), want, random)
            : manuscript.app(promise.name(), want, random);
    Outcome outcome;
    do {
      outcome = users.send(random, "POST", Users.collection(plural), body);
      // The name is taken while the object before it ends.
    } while (outcome.kind() == Outcome.Kind.CONFLICT
        && promise.everCreated()
        && clock.pause(RECREATE_PAUSE));
    switch (outcome.kind()) {
      case ACKNOWLEDGED -> promise.stored(outcome.uid(), want);
      case UNKNOWN -> promise.unknown(Optional.of(want), clock.now());
      case CONFLICT -> {
        if (!promise.everCreated()) {
          users.accuse("answer-true", promise + ": 409 for a name that was never there");
        }
      }
      case NOTHING_DONE -> {}
      case NOT_FOUND, UNEXPECTED -> unexpected("creating", outcome);
    }
  }

  private void app(Want want) {
    int dice = random.nextInt(10);
    if (dice < 4) {
      Want scaled = new Want(want.mark(), replicas());
      change(scaled, Manuscript.scaled(scaled.count()));
    } else if (dice < 6) {
      Want changed = new Want(users.mark(promise.name()), want.count());
      change(changed, manuscript.changed(changed, random));
    } else if (dice < 8) {
      delete(want);
    } else if (dice < 9 && want.count() > 0) {
      // One of its tasks: a new one takes its place. Whether that was heard promises nothing.
      String task = promise.name() + "-" + random.nextInt(want.count());
      users.send(random, "DELETE", Users.collection("tasks") + "/" + task, "");
    }
  }

  private void job(Want want) {
    // A server that is behind may still show an earlier Job of this name: that one is not meant.
    boolean finished =
        users
            .read(random, object())
            .filter(job -> Want.of(job).equals(Optional.of(want)))
            .map(job -> job.at("/status/phase").asString(""))
            .orElse("")
            .equals("Succeeded");
    if (finished) {
      promise.completed(want);
    }
    if (finished || random.nextInt(8) == 0) {
      delete(want);
    }
  }

  private void change(Want want, String patch) {
    Outcome outcome = users.send(random, "PATCH", object(), patch);
    switch (outcome.kind()) {
      case ACKNOWLEDGED -> promise.stored(outcome.uid(), want);
      case UNKNOWN -> promise.unknown(Optional.of(want), clock.now());
      case NOT_FOUND -> notFound("change", want);
      case CONFLICT, NOTHING_DONE -> {}
      case UNEXPECTED -> unexpected("changing", outcome);
    }
  }

  private void delete(Want want) {
    Outcome outcome = users.send(random, "DELETE", object(), "");
    switch (outcome.kind()) {
      case ACKNOWLEDGED -> promise.deleted();
      case UNKNOWN -> promise.unknown(Optional.empty(), clock.now());
      case NOT_FOUND -> notFound("deletion", want);
      case CONFLICT, NOTHING_DONE -> {}
      case UNEXPECTED -> unexpected("deleting " + want.mark() + " of", outcome);
    }
  }

  private void unexpected(String what, Outcome outcome) {
    users.accuse("answer-expected", what + " " + promise + ": " + outcome.words());
    promise.unknown(promise.certain(), clock.now());
  }

  /** What was acknowledged and not deleted is there, so nobody may say that it is not. */
  private void notFound(String what, Want want) {
    users.accuse("answer-true", "404 for a " + what + " of " + want + ", which is " + promise);
  }

  private String object() {
    return Users.collection(plural) + "/" + promise.name();
  }

  private int replicas() {
    return random.nextInt(REPLICAS_MAX + 1);
  }

  private Duration thought() {
    return Duration.ofMillis(random.nextLong(THINK_MIN.toMillis(), THINK_MAX.toMillis()));
  }
}
