package dev.meso.controller.core.agent;

import dev.meso.api.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits of a list of conditions; the order of first appearance is kept. */
public final class Conditions {
  private Conditions() {}

  /** The list with this condition; its transition time moves only when its status changes. */
  public static List<Condition> with(
      List<Condition> before,
      String type,
      boolean holds,
      @Nullable String reason,
      @Nullable String message,
      Instant at,
      @Nullable Long generation) {
    List<Condition> after = new ArrayList<>(before);
    int index = index(before, type);
    String status = holds ? Condition.TRUE : Condition.FALSE;
    Instant since = at;
    if (index >= 0 && before.get(index).status().equals(status)) {
      Instant known = before.get(index).lastTransitionTime();
      since = known == null ? at : known;
    }
    Condition condition = new Condition(type, status, reason, message, since, generation);
    if (index >= 0) {
      after.set(index, condition);
    } else {
      after.add(condition);
    }
    return List.copyOf(after);
  }

  /** The list without a condition. */
  public static List<Condition> without(List<Condition> before, String type) {
    return before.stream().filter(condition -> !type.equals(condition.type())).toList();
  }

  /** Whether a condition is in the list and true. */
  public static boolean hold(List<Condition> conditions, String type) {
    int index = index(conditions, type);
    return index >= 0 && conditions.get(index).holds();
  }

  private static int index(List<Condition> conditions, String type) {
    for (int i = 0; i < conditions.size(); i++) {
      if (type.equals(conditions.get(i).type())) {
        return i;
      }
    }
    return -1;
  }
}
