package dev.meso.api.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Taints that a task does not mind, as in Kubernetes.
 *
 * @param key name of the taint; every name unless said, with {@code Exists} only
 * @param operator {@code Equal} (the default) wants {@code value} too, {@code Exists} takes any
 *     value
 * @param value value of the taint, with {@code Equal}; empty unless said
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}; every effect
 *     unless said
 */
public record Toleration(
    @Nullable String key,
    @Nullable String operator,
    @Nullable String value,
    @Nullable String effect) {
  public static final String EQUAL = "Equal";
  public static final String EXISTS = "Exists";

  /** Every operator. */
  public static final List<String> OPERATORS = List.of(EQUAL, EXISTS);

  /** Every effect. */
  public static final List<String> EFFECTS =
      List.of(Taint.NO_SCHEDULE, Taint.PREFER_NO_SCHEDULE, Taint.NO_EXECUTE);

  /** Whether a task with this toleration does not mind a taint. */
  public boolean tolerates(Taint taint) {
    if (effect != null && !effect.isEmpty() && !effect.equals(taint.effect())) {
      return false;
    }
    if (key != null && !key.isEmpty() && !key.equals(taint.key())) {
      return false;
    }
    return EXISTS.equals(operator) || text(value).equals(text(taint.value()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
