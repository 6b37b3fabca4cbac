package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.resource.Quantity;
import java.util.SortedMap;

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
    resources = FixedMap.copyOf(resources);
  }
}
