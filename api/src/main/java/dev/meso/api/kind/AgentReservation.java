package dev.meso.api.kind;

import dev.meso.api.resource.Quantity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of an agent that is kept for the tasks of one queue and of those under it. Tasks of others
 * are placed on the rest only.
 *
 * @param queue name of the queue
 * @param resources what is kept: {@code cpu}, {@code memory}, {@code disk}, {@code gpu} or a custom
 *     name
 */
public record AgentReservation(String queue, SortedMap<String, Quantity> resources) {

  public AgentReservation {
    resources =
        resources == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }
}
