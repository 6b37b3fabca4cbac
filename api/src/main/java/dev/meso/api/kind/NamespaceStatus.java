package dev.meso.api.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace is observed to be.
 *
 * @param phase where the namespace is in its life: {@code Active} or {@code Terminating}
 */
public record NamespaceStatus(@Nullable String phase) {
  /** Every value of {@code phase}. */
  public static final List<String> PHASES = List.of("Active", "Terminating");
}
