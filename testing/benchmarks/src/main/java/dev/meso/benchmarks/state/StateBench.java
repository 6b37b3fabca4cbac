package dev.meso.benchmarks.state;

import dev.meso.api.key.Key;
import dev.meso.api.key.Keyspace;
import dev.meso.api.kind.Kind;
import dev.meso.api.record.Assignment;
import dev.meso.controller.apiserver.object.ObjectView;
import dev.meso.controller.core.Decider;
import dev.meso.controller.core.explain.Explain;
import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.plan.PlannedWrite;
import dev.meso.controller.core.state.ClusterState;
import dev.meso.store.port.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the state of a leader costs: heap for each task that runs, a decision when nothing or little
 * has happened, and one on a million tasks. Prints a table; a gate for nothing.
 */
public final class StateBench {
  private static final int SAMPLES = 51;
  private static final int SAMPLES_FEW = 5;
  private static final int QUEUES = 3000;
  private static final int WAIT = 34;
  private static final int AGENTS = 1000;
  private static final int LARGE = 100_000;

  /** Jobs whose records a cache holds. */
  private static final int CACHED = 50;

  private static final int HISTORY_MAX = 30_000;
  private static final Keyspace KEYS = new Keyspace("/meso");

  private StateBench() {}

  /** Runs: {@code [TASKS]}, in thousands; a million unless given. */
  public static void main(String[] arguments) {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    print("milliseconds, " + QUEUES + " queues, " + QUEUES * WAIT + " tasks that fit nowhere", "");
    idle();
    large();
    many(jobs);
  }

  @SuppressWarnings("SystemOut")
  private static void print(String what, String target, double... figures) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-62s", what));
    for (double figure : figures) {
      line.append(String.format(Locale.ROOT, " %10.2f", figure));
    }
    System.out.println(line.append(String.format(Locale.ROOT, " %10s", target)));
  }

  private static void print(String what, String target, List<Double> times) {
    times.sort(null);
    print(what, target, times.get(times.size() / 2), times.getFirst(), times.getLast());
  }

  private static Leader withAgents() {
    Leader leader = new Leader();
    for (int i = 0; i < AGENTS; i++) {
      leader.hear(new Key.Registration(Texts.agent(i)), Texts.registration(Texts.agent(i)));
      leader.hear(new Key.Alive(Texts.agent(i)), Texts.alive(Texts.agent(i)));
    }
    return leader;
  }

  /** Decisions while very many tasks wait. */
  private static void idle() {
    Leader leader = withAgents();
    for (int i = 0; i < QUEUES; i++) {
      String queue = "q" + i % 10 + ".q" + i;
      leader.hear(new Key.Spec(Kind.QUEUE, null, queue), Texts.queue(queue));
      String job = Texts.job(i);
      leader.hear(new Key.Spec(Kind.JOB, "default", job), Texts.job(job, WAIT, queue, 64_000));
    }
    String other = Texts.job(QUEUES);
    List<PlannedWrite.Put> assigned = new ArrayList<>();
    leader.hear(
        new Key.Spec(Kind.JOB, "default", other), Texts.job(other, 2 * SAMPLES, "default", 100));
    leader.takeOffice();
    Leader.Cost first =
        leader.settle(
            write -> {
              if (write instanceof PlannedWrite.Put put && put.value() instanceof Assignment) {
                assigned.add(put);
              }
            });
    print("all of them decided on for the first time", "", first.nanos / 1e6);
    List<Double> nothing = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      Leader.Cost cost = new Leader.Cost();
      leader.decide(cost, _ -> {});
      nothing.add(cost.nanos / 1e6);
    }
    print("a decision with nothing to do", "1", nothing);
    List<Double> whole = new ArrayList<>();
    List<Double> longest = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      end(leader, assigned.get(i));
      Leader.Cost cost = leader.settle(_ -> {});
      whole.add(cost.nanos / 1e6);
      longest.add(cost.longest / 1e6);
    }
    print("all decisions after a task of another queue has ended", "", whole);
    print("the longest of these", "", longest);
  }

  /** One Job of very many tasks: what it costs when one of them ends. */
  private static void large() {
    print("one Job of " + LARGE + " tasks on " + AGENTS + " agents", "");
    Leader leader = withAgents();
    leader.hear(
        new Key.Spec(Kind.JOB, "default", Texts.job(0)),
        Texts.job(Texts.job(0), LARGE, "default", 100));
    leader.takeOffice();
    List<PlannedWrite.Put> assigned = new ArrayList<>();
    Leader.Cost placed =
        leader.settle(
            write -> {
              if (write instanceof PlannedWrite.Put put && put.value() instanceof Assignment) {
                assigned.add(put);
              }
            });
    print("milliseconds: all decisions that place them", "", placed.nanos / 1e6);
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      end(leader, assigned.get(i));
      whole.add(leader.settle(_ -> {}).nanos / 1e6);
    }
    print("milliseconds: all decisions after one of them has ended", "", whole);
  }

  private static void end(Leader leader, PlannedWrite.Put put) {
    if (put.key() instanceof Key.Assignment key && put.value() instanceof Assignment assignment) {
      Key report = new Key.Report(key.agent(), key.attempt());
      leader.hear(report, Texts.report(assignment, true, leader.wall()));
    }
  }

  /** What an API server in the same process adds: the entries of its cache and its objects. */
  private static void cache(Template template) {
    long before = heap();
    List<Entry> entries = new ArrayList<>();
    for (int job = 0; job < CACHED; job++) {
      template.each(job, (key, text) -> entries.add(new Entry(KEYS.text(key), text, 1, 1, 0)));
    }
    long texts = heap();
    ObjectView view = new ObjectView(KEYS, HISTORY_MAX, new LongAdder());
    view.reset(1, entries);
    long full = heap();
    double tasks = CACHED * (double) Template.TASKS;
    print("bytes for each task: keys and texts of a watch cache", "", (texts - before) / tasks);
    print("bytes for each task: objects of an API server", "", (full - texts) / tasks);
    if (view.list(Kind.TASK, "default").objects().size() != CACHED * Template.TASKS
        || entries.isEmpty()) {
      throw new IllegalStateException("expected every task in the view");
    }
  }

  /** A state that grows, as a leader reads it from a store, and what is decided on it. */
  private static void many(int jobs) {
    Template template = new Template();
    print("tasks that run, as read from a store", "");
    cache(template);
    Leader leader = new Leader();
    long empty = heap();
    long half = empty;
    for (int job = 0; job < jobs; job++) {
      template.each(job, leader::hear);
      if (job + 1 == jobs / 2) {
        half = heap();
      }
    }
    long full = heap();
    double tasks = (jobs - jobs / 2) * (double) Template.TASKS;
    print("bytes of heap for each task, with its part of agents", "1024", (full - half) / tasks);
    print("MiB of heap for " + jobs + ",000 tasks", "", (full - empty) / 1048576.0);
    leader.takeOffice();
    Leader.Cost office = leader.settle(_ -> {});
    print("milliseconds: everything looked at after taking office", "", office.nanos / 1e6);
    print("the longest decision of these", "", office.longest / 1e6);
    print("writes by these", "0", (double) office.writes);
    List<Double> forks = new ArrayList<>();
    for (int i = 0; i < SAMPLES_FEW; i++) {
      long began = System.nanoTime();
      hold(leader.state.fork());
      forks.add((System.nanoTime() - began) / 1e6);
    }
    print("milliseconds: a fork of the state", "", forks);
    explain(leader, Texts.job(jobs + 1));
    String more = Texts.job(jobs);
    leader.hear(
        new Key.Spec(Kind.JOB, "default", more), Texts.job(more, Template.TASKS, "default", 100));
    Leader.Cost cost = leader.settle(_ -> {});
    print("milliseconds: all decisions that place 1,000 more", "", cost.nanos / 1e6);
    print("the longest decision of these", "", cost.longest / 1e6);
    print("writes by these", "", (double) cost.writes);
    print("MiB of heap then", "", heap() / 1048576.0);
    hold(leader.state);
  }

  /** Why tasks wait that are larger than any agent, asked of the state that is led on. */
  private static void explain(Leader leader, String job) {
    leader.hear(new Key.Spec(Kind.JOB, "default", job), Texts.job(job, WAIT, "default", 640_000));
    leader.settle(_ -> {});
    Explain explain = new Explain(Decider.LOST_AFTER);
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      long began = System.nanoTime();
      Explanation told = explain.job(leader.state, "default", job, leader.now()).orElseThrow();
      times.add((System.nanoTime() - began) / 1e6);
      if (told.lines().isEmpty()) {
        throw new IllegalStateException("expected a reason");
      }
    }
    print("milliseconds: why a Job of that state waits", "50", times);
  }

  /** Keeps it from being collected while it is measured. */
  private static void hold(ClusterState state) {
    if (!state.inOffice()) {
      throw new IllegalStateException("expected a leader in office");
    }
  }

  /** Bytes in use after a full collection. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
