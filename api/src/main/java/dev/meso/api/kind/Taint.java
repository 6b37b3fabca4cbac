package dev.meso.api.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks away from an agent that do not tolerate it, as in Kubernetes.
 *
 * @param key name of the taint
 * @param value value of the taint; empty unless said
 * @param effect {@code NoSchedule} (no new task) or {@code PreferNoSchedule} (no new task while
 *     there is room elsewhere)
 */
public record Taint(String key, @Nullable String value, String effect) {
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
  public static final String NO_EXECUTE = "NoExecute";

  /** Every effect of a taint; {@code NoExecute} is known to tolerations only. */
  public static final List<String> EFFECTS = List.of(NO_SCHEDULE, PREFER_NO_SCHEDULE);

  /** As kubectl writes it: {@code key=value:effect}. */
  @Override
  public String toString() {
    return key + (value == null || value.isEmpty() ? "" : "=" + value) + ":" + effect;
  }
}
