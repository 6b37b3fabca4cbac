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

  public static final String CPU = "cpu";
  public static final String MEMORY = "memory";
  public static final String DISK = "disk";
  public static final String GPU = "gpu";

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

  /**
   * Counts what a user wrote, each amount rounded up. Names other than the four known ones are
   * custom scalars.
   *
   * @throws IllegalArgumentException if an amount is more than a long holds
   */
  public static Resources of(SortedMap<String, Quantity> amounts) {
    long cpuMillis = 0;
    long memoryBytes = 0;
    long diskBytes = 0;
    long gpus = 0;
    TreeMap<String, Long> scalars = new TreeMap<>();
    for (Map.Entry<String, Quantity> entry : amounts.entrySet()) {
      Quantity amount = entry.getValue();
      switch (entry.getKey()) {
        case CPU -> cpuMillis = amount.toMillis();
        case MEMORY -> memoryBytes = amount.toBytes();
        case DISK -> diskBytes = amount.toBytes();
        case GPU -> gpus = amount.toBytes();
        default -> scalars.put(entry.getKey(), amount.toMillis());
      }
    }
    return new Resources(cpuMillis, memoryBytes, diskBytes, gpus, scalars);
  }

  /** The amounts in canonical form, zero ones left out; {@link #of(SortedMap)} reads them back. */
  public SortedMap<String, Quantity> toQuantities() {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    if (cpuMillis != 0) {
      amounts.put(CPU, Quantity.ofMillis(cpuMillis));
    }
    if (memoryBytes != 0) {
      amounts.put(MEMORY, Quantity.ofBytes(memoryBytes));
    }
    if (diskBytes != 0) {
      amounts.put(DISK, Quantity.ofBytes(diskBytes));
    }
    if (gpus != 0) {
      amounts.put(GPU, Quantity.of(gpus));
    }
    scalars.forEach((name, millis) -> amounts.put(name, Quantity.ofMillis(millis)));
    return Collections.unmodifiableSortedMap(amounts);
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
