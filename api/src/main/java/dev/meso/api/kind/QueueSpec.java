package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.resource.Quantity;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a queue should be given.
 *
 * @param weight its part among its siblings of what nobody is guaranteed, 1 to {@value
 *     Limits#QUEUE_WEIGHT_MAX}; 1 unless said
 * @param guarantee what the tasks of the queue and of those under it can always have, taken back
 *     from others if need be: {@code cpu}, {@code memory}, {@code disk}, {@code gpu} or a custom
 *     name; others may use it while the queue does not
 * @param limit what these tasks have at most, however idle the cluster is; a resource that is
 *     absent has no limit
 * @param maxTasks how many of these tasks run at most; any number unless said
 * @param placement {@code Pack} fills agents one after the other, {@code Spread} uses them evenly;
 *     as the queue above it, else Spread, unless said
 */
public record QueueSpec(
    @Nullable Integer weight,
    SortedMap<String, Quantity> guarantee,
    SortedMap<String, Quantity> limit,
    @Nullable Integer maxTasks,
    @Nullable String placement) {

  public static final String PACK = "Pack";
  public static final String SPREAD = "Spread";

  /** Every value of {@code placement}. */
  public static final List<String> PLACEMENTS = List.of(PACK, SPREAD);

  public QueueSpec {
    guarantee = FixedMap.copyOf(guarantee);
    limit = FixedMap.copyOf(limit);
  }

  /** The weight, 1 unless said. */
  public int weightNumber() {
    return weight == null ? 1 : weight;
  }
}
