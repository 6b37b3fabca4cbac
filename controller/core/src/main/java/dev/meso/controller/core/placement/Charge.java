package dev.meso.controller.core.placement;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 * @param volumes uids of volumes that nobody else may use meanwhile
 * @param holder who has them, in words; empty when there are none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by what is in them.
public record Charge(
    long[] amounts,
    int[] ports,
    String namespace,
    @Nullable String group,
    SortedMap<String, String> labels,
    String queue,
    List<String> volumes,
    String holder) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Charge it
        && Arrays.equals(amounts, it.amounts)
        && Arrays.equals(ports, it.ports)
        && namespace.equals(it.namespace)
        && Objects.equals(group, it.group)
        && labels.equals(it.labels)
        && queue.equals(it.queue)
        && volumes.equals(it.volumes)
        && holder.equals(it.holder);
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(amounts) * 31 + Arrays.hashCode(ports);
    return Objects.hash(hash, namespace, group, labels, queue, volumes, holder);
  }

  /** A charge that holds no volume. */
  public Charge(
      long[] amounts,
      int[] ports,
      String namespace,
      @Nullable String group,
      SortedMap<String, String> labels,
      String queue) {
    this(amounts, ports, namespace, group, labels, queue, List.of(), "");
  }
}
