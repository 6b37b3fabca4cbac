package dev.meso.benchmarks.trace;

import dev.meso.api.record.AttemptId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Lets time pass on a site. Tasks come and end at times of their own; it is decided every {@link
 * #STEP_MILLIS}, a hundredth of the mean life, about all that wait then.
 */
final class Hours {
  static final long STEP_MILLIS = Lives.MEAN.toMillis() / 100;

  private final Site site;
  private final Source source;
  private final PriorityQueue<Ending> ends = new PriorityQueue<>();
  private final Set<Stay> waiting = new LinkedHashSet<>();
  private long now;

  Hours(Site site, Source source) {
    this.site = site;
    this.source = source;
  }

  /** Where tasks come from. */
  interface Source {
    /** Those that come up to a time, when so many of each queue wait. */
    List<Stay> upTo(long time, Set<Stay> waiting);
  }

  /** Hears of every decision. */
  interface Ear {
    void decided(long time, Site.Decision decision, Set<Stay> waiting);
  }

  private record Ending(long at, AttemptId attempt, Stay stay) implements Comparable<Ending> {
    @Override
    public int compareTo(Ending other) {
      int order = Long.compare(at, other.at);
      return order == 0 ? attempt.compareTo(other.attempt) : order;
    }
  }

  /** Up to a time. */
  void run(long until, Ear ear) {
    while (now + STEP_MILLIS <= until) {
      now += STEP_MILLIS;
      step(ear);
    }
  }

  private void step(Ear ear) {
    for (Ending next = ends.peek(); next != null && next.at() <= now; next = ends.peek()) {
      ends.remove();
      // Whoever was ended before has begun anew since, or waits.
      if (next.stay().found != null && next.stay().attempt().equals(next.attempt())) {
        site.end(next.stay());
      }
    }
    waiting.addAll(source.upTo(now, waiting));
    waiting.forEach(stay -> stay.looked(now));
    Site.Decision decision = site.decide(new ArrayList<>(waiting), now);
    decision.placed().forEach(this::began);
    decision.cleared().forEach(this::began);
    waiting.addAll(decision.ended());
    ear.decided(now, decision, waiting);
  }

  private void began(Stay stay) {
    waiting.remove(stay);
    ends.add(new Ending(stay.ends(), stay.attempt(), stay));
  }
}
