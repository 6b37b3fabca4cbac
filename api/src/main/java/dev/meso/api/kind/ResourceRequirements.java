package dev.meso.api.kind;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.resource.Quantity;
import dev.meso.api.resource.Resources;
import java.util.SortedMap;

/**
 * Resources of a container.
 *
 * @param requests what placement sets aside: {@code cpu}, {@code memory}, {@code disk}, {@code gpu}
 *     or a custom name
 * @param limits what the container may use at most, enforced where the agent can: {@code cpu} and
 *     {@code memory}; a request that is absent equals the limit
 */
public record ResourceRequirements(
    SortedMap<String, Quantity> requests, SortedMap<String, Quantity> limits) {

  public static final String CPU = Resources.CPU;
  public static final String MEMORY = Resources.MEMORY;
  public static final String DISK = Resources.DISK;
  public static final String GPU = Resources.GPU;

  public ResourceRequirements {
    requests = FixedMap.copyOf(requests);
    limits = FixedMap.copyOf(limits);
  }
}
