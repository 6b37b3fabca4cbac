package dev.meso.controller.core.placement;

import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources that are counted, each a column of every vector of amounts: cpu, memory, disk, gpu,
 * then custom ones in the order in which they were first heard of. A shorter vector has nothing of
 * the columns that it lacks. Columns are never taken away.
 *
 * <p>Not thread-safe: owned by the thread of its {@link Rooms}.
 */
public final class Dimensions {
  public static final int CPU = 0;
  public static final int MEMORY = 1;
  public static final int DISK = 2;
  public static final int GPU = 3;

  /** The columns that are always there. */
  public static final int KNOWN = 4;

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> columns = new LinkedHashMap<>();

  public Dimensions() {
    for (String name :
        new String[] {Resources.CPU, Resources.MEMORY, Resources.DISK, Resources.GPU}) {
      column(name);
    }
  }

  Dimensions(Dimensions other) {
    names.addAll(other.names);
    columns.putAll(other.columns);
  }

  /** How many columns there are. */
  public int size() {
    return names.size();
  }

  /** The resource of a column. */
  public String name(int column) {
    return names.get(column);
  }

  /** The column of a resource, made when there is none. */
  public int column(String name) {
    Integer known = columns.get(name);
    if (known != null) {
      return known;
    }
    int column = names.size();
    names.add(name);
    columns.put(name, column);
    return column;
  }

  /** Amounts as a vector: millicores, bytes, bytes, devices, thousandths of custom resources. */
  public long[] vector(Resources amounts) {
    boolean plain = amounts.scalars().isEmpty();
    if (!plain) {
      amounts.scalars().keySet().forEach(this::column);
    }
    long[] vector = new long[plain ? KNOWN : names.size()];
    vector[CPU] = amounts.cpuMillis();
    vector[MEMORY] = amounts.memoryBytes();
    vector[DISK] = amounts.diskBytes();
    vector[GPU] = amounts.gpus();
    if (!plain) {
      amounts.scalars().forEach((name, amount) -> vector[column(name)] = amount);
    }
    return vector;
  }

  /** An amount of a column for people, with its unit. */
  public String text(int column, long amount) {
    return switch (column) {
      case MEMORY, DISK -> Quantity.ofBytes(amount).toString();
      case GPU -> Long.toString(amount);
      default -> Quantity.ofMillis(amount).toString();
    };
  }

  /** What a vector has of a column. */
  public static long at(long @Nullable [] vector, int column) {
    return vector == null || column >= vector.length ? 0 : vector[column];
  }
}
