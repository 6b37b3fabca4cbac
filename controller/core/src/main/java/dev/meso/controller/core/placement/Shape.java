package dev.meso.controller.core.placement;

import dev.meso.api.resource.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tasks ask of an agent's facts and amounts, apart from where others are: demands of the same
 * shape are answered alike by every agent, so that what is worked out for one serves all. A value,
 * whose hash is worked out once.
 */
public final class Shape {
  private final Resources resources;
  private final SortedMap<String, String> nodeSelector;
  private final SortedMap<String, Integer> staticPorts;
  private final List<String> dynamicPorts;
  private final int hash;

  /**
   * A shape.
   *
   * @param resources summed over the containers
   * @param nodeSelector attributes that the agent must have
   * @param staticPorts host ports by name that the task insists on
   * @param dynamicPorts names of ports for which any will do
   */
  public Shape(
      Resources resources,
      SortedMap<String, String> nodeSelector,
      SortedMap<String, Integer> staticPorts,
      List<String> dynamicPorts) {
    this.resources = resources;
    this.nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
    this.staticPorts = Collections.unmodifiableSortedMap(new TreeMap<>(staticPorts));
    this.dynamicPorts = List.copyOf(dynamicPorts);
    this.hash = Objects.hash(resources, this.nodeSelector, this.staticPorts, this.dynamicPorts);
  }

  public Resources resources() {
    return resources;
  }

  public SortedMap<String, String> nodeSelector() {
    return nodeSelector;
  }

  public SortedMap<String, Integer> staticPorts() {
    return staticPorts;
  }

  public List<String> dynamicPorts() {
    return dynamicPorts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Shape that
            && hash == that.hash
            && resources.equals(that.resources)
            && nodeSelector.equals(that.nodeSelector)
            && staticPorts.equals(that.staticPorts)
            && dynamicPorts.equals(that.dynamicPorts));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return resources + " " + nodeSelector + " " + staticPorts + " " + dynamicPorts;
  }
}
