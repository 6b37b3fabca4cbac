package dev.meso.api.resource;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An amount of resources, counted in integers. Amounts may be negative only as a difference.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes bytes of memory
 * @param diskBytes bytes of disk
 * @param gpus whole devices
 * @param scalars custom resources by name, in thousandths; without zero entries
 */
public record Resources(
    long cpuMillis, long memoryBytes, long diskBytes, long gpus, SortedMap<String, Long> scalars) {

  public static final Resources NONE = of(0, 0);

  public Resources {
    TreeMap<String, Long> copy = new TreeMap<>(scalars == null ? Map.of() : scalars);
    copy.values().removeIf(amount -> amount == 0);
    scalars =
        copy.isEmpty() ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(copy);
  }

  /** Processor and memory, nothing else. */
  public static Resources of(long cpuMillis, long memoryBytes) {
    return new Resources(cpuMillis, memoryBytes, 0, 0, Collections.emptySortedMap());
  }

  public Resources plus(Resources other) {
    return combined(other, 1);
  }

  public Resources minus(Resources other) {
    return combined(other, -1);
  }

  /** Whether this amount is available in {@code room}, in every dimension. */
  public boolean fitsIn(Resources room) {
    if (cpuMillis > room.cpuMillis
        || memoryBytes > room.memoryBytes
        || diskBytes > room.diskBytes
        || gpus > room.gpus) {
      return false;
    }
    for (Map.Entry<String, Long> scalar : scalars.entrySet()) {
      if (scalar.getValue() > room.scalars.getOrDefault(scalar.getKey(), 0L)) {
        return false;
      }
    }
    return true;
  }

  private Resources combined(Resources other, int sign) {
    SortedMap<String, Long> sum = scalars;
    if (!other.scalars.isEmpty()) {
      sum = new TreeMap<>(scalars);
      for (Map.Entry<String, Long> scalar : other.scalars.entrySet()) {
        sum.merge(scalar.getKey(), sign * scalar.getValue(), Math::addExact);
      }
    }
    return new Resources(
        Math.addExact(cpuMillis, sign * other.cpuMillis),
        Math.addExact(memoryBytes, sign * other.memoryBytes),
        Math.addExact(diskBytes, sign * other.diskBytes),
        Math.addExact(gpus, sign * other.gpus),
        sum);
  }
}
