package dev.meso.benchmarks.state;

import dev.meso.api.codec.Json;
import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Assignment;
import dev.meso.controller.core.plan.PlannedWrite;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The records of a Job of {@value #TASKS} running tasks on {@value #AGENTS} agents, as a leader and
 * its agents wrote them; others are made from them by name.
 */
final class Template {
  static final int TASKS = 1000;
  static final int AGENTS = 10;

  /** Up to the last digit of the names of the agents of the first Job. */
  private static final String AGENT = Texts.agent(0).substring(0, Texts.agent(0).length() - 1);

  /** The day on which the records of the first Job were written; each has its own. */
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

  private static final String JOB = Texts.job(0);

  private final Keyspace keyspace = new Keyspace("/meso");
  private final Map<String, String> records = new LinkedHashMap<>();

  Template() {
    Leader leader = new Leader();
    Map<Key, String> held = new LinkedHashMap<>();
    for (int i = 0; i < AGENTS; i++) {
      String agent = Texts.agent(i);
      leader.hear(new Key.Registration(agent), Texts.registration(agent));
      leader.hear(new Key.Alive(agent), Texts.alive(agent));
      held.put(new Key.Registration(agent), Texts.registration(agent));
      held.put(new Key.Alive(agent), Texts.alive(agent));
    }
    Key job = new Key.Spec(Kind.JOB, "default", JOB);
    String spec = Texts.job(JOB, TASKS, "default", 100);
    leader.hear(job, spec);
    held.put(job, spec);
    leader.takeOffice();
    Map<Key.Assignment, Assignment> assigned = new LinkedHashMap<>();
    leader.settle(
        write -> {
          keep(held, write);
          if (write instanceof PlannedWrite.Put(Key.Assignment key, Assignment assignment)) {
            assigned.put(key, assignment);
          }
        });
    // No two of them begin in the same moment.
    Instant began = leader.wall();
    for (Map.Entry<Key.Assignment, Assignment> entry : assigned.entrySet()) {
      began = began.plusMillis(1);
      Key report = new Key.Report(entry.getKey().agent(), entry.getKey().attempt());
      String text = Texts.report(entry.getValue(), false, began);
      leader.hear(report, text);
      held.put(report, text);
    }
    leader.settle(write -> keep(held, write));
    held.forEach((key, text) -> records.put(keyspace.text(key), text));
    if (assigned.size() != TASKS) {
      throw new IllegalStateException(
          "expected " + TASKS + " tasks that run, found " + assigned.size());
    }
  }

  private static void keep(Map<Key, String> held, PlannedWrite write) {
    switch (write) {
      case PlannedWrite.Put(Key key, Object value) -> held.put(key, Json.write(value));
      case PlannedWrite.Delete(Key key) -> held.remove(key);
    }
  }

  /** The records of another Job, on agents of its own. */
  void each(int number, BiConsumer<Key, String> ear) {
    String agent = String.format(Locale.ROOT, "agent-%04d", number);
    String job = Texts.job(number);
    String day = DAY.plusDays(number).toString();
    records.forEach(
        (key, value) ->
            ear.accept(
                keyspace.parse(key.replace(AGENT, agent).replace(JOB, job)),
                value.replace(AGENT, agent).replace(JOB, job).replace(DAY.toString(), day)));
  }
}
