package dev.meso.controller.core.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why an object is not where it should be, for programs and, as {@code lines}, for people.
 *
 * @param wants tasks that should run
 * @param has tasks that run
 * @param waiting tasks that do not, at most {@value #WAITING_MAX}
 * @param funnel what the agents say to one more task of this object; absent when none is pending
 * @param lines the same as text
 */
public record Explanation(
    String kind,
    @Nullable String namespace,
    String name,
    int wants,
    int has,
    List<Waiting> waiting,
    @Nullable Funnel funnel,
    List<String> lines) {

  /** Tasks that are listed one by one. */
  public static final int WAITING_MAX = 20;

  public Explanation {
    waiting = List.copyOf(waiting);
    lines = List.copyOf(lines);
  }

  /** The same with one more line. */
  Explanation and(String line) {
    List<String> more = new ArrayList<>(lines);
    more.add(line);
    return new Explanation(kind, namespace, name, wants, has, waiting, funnel, more);
  }

  /**
   * One task that does not run.
   *
   * @param reason a CamelCase word
   * @param until when something is tried again, where that is known
   */
  public record Waiting(
      String task, String phase, String reason, String message, @Nullable Instant until) {}

  /**
   * How many agents are left after each stage.
   *
   * @param refused how many refuse, by predicate; each agent counts once, under the first
   * @param nearest the agent that comes nearest, and what it lacks
   */
  public record Funnel(
      int agents,
      int eligible,
      int matching,
      int fitting,
      SortedMap<String, Integer> refused,
      @Nullable String nearest) {
    public Funnel {
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
  }
}
