package dev.meso.controller.core.forecast;

import dev.meso.controller.core.explain.Explanation;
import dev.meso.controller.core.plan.ObjectRef;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would come of one object, if every attempt started and stopped as it is asked to.
 *
 * @param placed tasks that had no live attempt and get an agent
 * @param placedLater of those, how many only after others had ended
 * @param replaced tasks whose live attempt is ended and made anew
 * @param steps in how many waves they are replaced
 * @param stopped tasks that are ended and not made anew
 * @param pending tasks that are wanted and find no agent
 * @param agents how many attempts each agent is given; at most {@value #AGENTS_MAX} of them
 * @param agentsLeftOut agents that are given some and are not listed
 * @param why the explanation of the pending ones, as it would be then; absent when none is pending
 */
public record Outlook(
    ObjectRef ref,
    int placed,
    int placedLater,
    int replaced,
    int steps,
    int stopped,
    int pending,
    SortedMap<String, Integer> agents,
    int agentsLeftOut,
    @Nullable Explanation why) {

  /** Agents that are listed by name. */
  public static final int AGENTS_MAX = 50;

  public Outlook {
    agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
  }
}
