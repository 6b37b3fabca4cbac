package dev.meso.controller.core.workload;

import dev.meso.api.key.Key;
import dev.meso.api.kind.Kind;
import dev.meso.api.kind.Task;
import dev.meso.api.kind.TaskStatus;
import dev.meso.controller.core.InvariantViolated;
import dev.meso.controller.core.allocation.Allocator;
import dev.meso.controller.core.allocation.Backfill;
import dev.meso.controller.core.allocation.Eviction;
import dev.meso.controller.core.allocation.Preemption;
import dev.meso.controller.core.allocation.QueueTree;
import dev.meso.controller.core.allocation.Refusal;
import dev.meso.controller.core.placement.Found;
import dev.meso.controller.core.placement.Placer;
import dev.meso.controller.core.placement.Rooms;
import dev.meso.controller.core.plan.Ask;
import dev.meso.controller.core.plan.Draft;
import dev.meso.controller.core.plan.NotDone;
import dev.meso.controller.core.plan.ObjectRef;
import dev.meso.controller.core.plan.UnitBuilder;
import dev.meso.controller.core.state.TaskName;
import dev.meso.controller.core.state.VolumeUses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that may be placed now. They are placed together at the end of a decision, so that the
 * outcome does not depend on the order in which objects were looked at.
 */
public final class Candidates {

  /**
   * One of them.
   *
   * @param unit writes that are made whether it finds a place or not
   * @param pending the record if it finds none, in phase Pending
   * @param stored the record as the store holds it; absent for a new task
   * @param attempt the number of its next attempt
   */
  record Candidate(
      UnitBuilder unit,
      TaskName name,
      Task pending,
      @Nullable Task stored,
      Target target,
      long attempt) {

    ObjectRef origin() {
      return unit.origin();
    }

    /**
     * Tasks of one origin that are made from the same ask for the same; a nominated one, or one
     * that uses volumes, is alone.
     */
    String variant() {
      String revision = target.revision() == null ? "" : target.revision();
      return nominated() == null && target.spec().volumes().isEmpty()
          ? revision
          : revision + "@" + name.name();
    }

    VolumeUses volumes(Pass pass) {
      TaskStatus status = pending.status();
      return VolumeUses.of(
          pass.view(), name.namespace(), target.spec(), status == null ? null : status.ordinal());
    }

    @Nullable String nominated() {
      TaskStatus status = pending.status();
      return status == null ? null : status.nominatedAgent();
    }
  }

  private static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::origin)
          .thenComparing(Candidate::variant)
          .thenComparingInt(candidate -> ordinal(candidate.pending()))
          .thenComparing(Candidate::name);

  private record Faulty(Candidate candidate, String message) {}

  private record Hindered(Candidate candidate, NotDone why) {}

  private record Refused(Ask ask, int tasks, Refusal why) {}

  private final List<Candidate> candidates = new ArrayList<>();

  void add(Candidate candidate) {
    candidates.add(candidate);
  }

  /**
   * Which of those that wait since earlier decisions would get a place now, beside the candidates.
   */
  public SortedSet<ObjectRef> woken(Pass pass, Placer placer, Collection<Ask> waiting) {
    SortedSet<ObjectRef> woken = new TreeSet<>();
    if (waiting.isEmpty()) {
      return woken;
    }
    Set<Ask> others = new LinkedHashSet<>(waiting);
    List<Ask> asks = new ArrayList<>(waiting);
    asks.addAll(lines(pass, new ArrayList<>(), new ArrayList<>()).keySet());
    allocate(
        pass,
        placer,
        asks,
        Collections.emptySortedSet(),
        new Allocator.Outcome() {
          @Override
          public void placed(Ask ask, Found found) {
            wake(ask);
          }

          @Override
          public void clearing(Ask ask, Eviction eviction) {
            wake(ask);
          }

          @Override
          public void refused(Ask ask, int tasks, Refusal why) {
            // It waits on.
          }

          @Override
          public boolean full() {
            return woken.size() >= Draft.UNITS_MAX;
          }

          @Override
          public void postponed(Ask ask) {
            if (others.contains(ask)) {
              woken.add(ask.origin()); // It must not be forgotten: it is looked at again.
            }
          }

          private void wake(Ask ask) {
            if (others.contains(ask)) {
              woken.add(ask.origin());
            }
          }
        });
    return woken;
  }

  /**
   * Places what can be placed.
   *
   * @param gangs that wait since earlier decisions; room may be kept for one of them
   * @param waitingQueues queues of which others wait for room
   */
  public void place(Pass pass, Placer placer, List<Ask> gangs, SortedSet<String> waitingQueues) {
    if (candidates.isEmpty()) {
      return;
    }
    List<Faulty> faulty = new ArrayList<>();
    List<Hindered> hindered = new ArrayList<>();
    Map<Ask, Deque<Candidate>> lines = lines(pass, faulty, hindered);
    List<Ask> asks = new ArrayList<>(lines.keySet());
    asks.addAll(gangs);
    List<Refused> refused = new ArrayList<>();
    Assigning assigning = new Assigning(pass);
    Clearing clearing = new Clearing(pass);
    allocate(
        pass,
        placer,
        asks,
        waitingQueues,
        new Allocator.Outcome() {
          @Override
          public void placed(Ask ask, Found found) {
            if (!lines.containsKey(ask)) {
              return;
            }
            NotDone taken = assigning.taken(ask);
            if (taken == null) {
              assigning.assign(next(lines, ask), ask, found);
            } else {
              hindered.add(new Hindered(next(lines, ask), taken));
            }
          }

          @Override
          public void clearing(Ask ask, Eviction eviction) {
            if (lines.containsKey(ask)) {
              clearing.clear(next(lines, ask), ask, eviction);
            }
          }

          @Override
          public void refused(Ask ask, int tasks, Refusal why) {
            if (lines.containsKey(ask)) {
              refused.add(new Refused(ask, tasks, why));
            }
          }

          @Override
          public boolean full() {
            return pass.draft().full();
          }

          @Override
          public void postponed(Ask ask) {
            for (Candidate candidate : lines.getOrDefault(ask, new ArrayDeque<>())) {
              // One without a record is missing still when its owner is looked at again.
              ObjectRef about =
                  candidate.stored() == null ? candidate.origin() : candidate.name().ref();
              pass.draft().left().add(candidate.origin(), about);
            }
          }
        });
    // What was placed comes first: a decision has room for so many writes.
    Waiters waiters = new Waiters(pass);
    for (Refused one : refused) {
      for (int i = 0; i < one.tasks(); i++) {
        waiters.refuse(next(lines, one.ask()), one.ask(), one.why());
      }
    }
    hindered.forEach(one -> waiters.hinder(one.candidate(), one.why()));
    faulty.forEach(one -> waiters.fault(one.candidate(), one.message()));
  }

  private static void allocate(
      Pass pass,
      Placer placer,
      List<Ask> asks,
      SortedSet<String> others,
      Allocator.Outcome outcome) {
    Rooms rooms = pass.view().rooms();
    QueueTree queues = pass.view().queues();
    rooms.begin();
    int mark = queues.mark();
    try {
      Residents residents = new Residents(pass);
      Preemption preemption = new Preemption(rooms, queues, residents, pass.now().wall());
      Backfill backfill =
          new Backfill(rooms, queues, placer, residents::departures, pass.now().wall());
      new Allocator(rooms, queues, placer, preemption, backfill, residents, pass.seed(), outcome)
          .run(asks, others);
    } finally {
      queues.rollback(mark);
      rooms.end();
    }
  }

  /** The candidates by what they ask for; those whose demand cannot be worked out go apart. */
  private Map<Ask, Deque<Candidate>> lines(
      Pass pass, List<Faulty> faulty, List<Hindered> hindered) {
    candidates.sort(ORDER);
    Map<Ask, Deque<Candidate>> lines = new LinkedHashMap<>();
    int from = 0;
    while (from < candidates.size()) {
      int to = from + 1;
      Candidate first = candidates.get(from);
      while (to < candidates.size() && alike(first, candidates.get(to))) {
        to++;
      }
      List<Candidate> line = candidates.subList(from, to);
      try {
        NotDone hindrance = first.volumes(pass).hindrance();
        if (hindrance == null) {
          lines.put(Asking.ask(pass, first, line.size()), new ArrayDeque<>(line));
        } else {
          line.forEach(candidate -> hindered.add(new Hindered(candidate, hindrance)));
        }
      } catch (InvariantViolated e) {
        throw e;
      } catch (RuntimeException e) {
        for (Candidate candidate : line) {
          faulty.add(new Faulty(candidate, Faults.message(e)));
        }
      }
      from = to;
    }
    return lines;
  }

  private static boolean alike(Candidate one, Candidate other) {
    return one.origin().equals(other.origin()) && one.variant().equals(other.variant());
  }

  private static Candidate next(Map<Ask, Deque<Candidate>> lines, Ask ask) {
    Deque<Candidate> tasks = lines.get(ask);
    if (tasks == null || tasks.isEmpty()) {
      throw new InvariantViolated("Allocator: no task is left of " + ask);
    }
    return tasks.removeFirst();
  }

  private static int ordinal(Task task) {
    TaskStatus status = task.status();
    Integer ordinal = status == null ? null : status.ordinal();
    return ordinal == null ? 0 : ordinal;
  }

  static Key statusKey(TaskName name) {
    return new Key.Status(Kind.TASK, name.namespace(), name.name());
  }
}
