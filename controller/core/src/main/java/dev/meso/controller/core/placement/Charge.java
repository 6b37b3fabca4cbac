package dev.meso.controller.core.placement;

import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one assignment takes: of its agent, and of its queue. Immutable; nobody changes the arrays.
 *
 * @param amounts by column of {@link Dimensions}
 * @param ports host ports
 * @param namespace of the task
 * @param group tasks of one group are counted together: those of one owner; absent when nobody asks
 *     how many there are
 * @param labels of the task
 * @param queue on whose account it goes
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity alone.
public record Charge(
    long[] amounts,
    int[] ports,
    String namespace,
    @Nullable String group,
    SortedMap<String, String> labels,
    String queue) {

  public Charge {
    labels = labels.isEmpty() ? Collections.emptySortedMap() : labels;
  }
}
