package dev.meso.controller.core.placement;

import dev.meso.api.kind.Constraint;
import dev.meso.api.kind.Toleration;
import dev.meso.api.placement.AttributeMatch;
import dev.meso.api.resource.Resources;
import java.util.ArrayList;
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
  private final List<Constraint> constraints;
  private final List<Toleration> tolerations;
  private final SortedMap<String, Integer> staticPorts;
  private final List<String> dynamicPorts;
  private final SortedMap<String, String> homes;
  private final List<AttributeMatch> wanted;
  private final int hash;

  /** A shape without constraints and tolerations. */
  public Shape(
      Resources resources,
      SortedMap<String, String> nodeSelector,
      SortedMap<String, Integer> staticPorts,
      List<String> dynamicPorts) {
    this(resources, nodeSelector, List.of(), List.of(), staticPorts, dynamicPorts);
  }

  /**
   * A shape.
   *
   * @param resources summed over the containers
   * @param nodeSelector attributes that the agent must have
   * @param constraints those that look at nothing but attributes
   * @param tolerations taints that the task does not mind
   * @param staticPorts host ports by name that the task insists on
   * @param dynamicPorts names of ports for which any will do
   */
  public Shape(
      Resources resources,
      SortedMap<String, String> nodeSelector,
      List<Constraint> constraints,
      List<Toleration> tolerations,
      SortedMap<String, Integer> staticPorts,
      List<String> dynamicPorts) {
    this(
        resources,
        nodeSelector,
        constraints,
        tolerations,
        staticPorts,
        dynamicPorts,
        Collections.emptySortedMap());
  }

  private Shape(
      Resources resources,
      SortedMap<String, String> nodeSelector,
      List<Constraint> constraints,
      List<Toleration> tolerations,
      SortedMap<String, Integer> staticPorts,
      List<String> dynamicPorts,
      SortedMap<String, String> homes) {
    this.homes = Collections.unmodifiableSortedMap(new TreeMap<>(homes));
    this.resources = resources;
    this.nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
    this.constraints = List.copyOf(constraints);
    this.tolerations = List.copyOf(tolerations);
    this.staticPorts = Collections.unmodifiableSortedMap(new TreeMap<>(staticPorts));
    this.dynamicPorts = List.copyOf(dynamicPorts);
    this.wanted = wanted(nodeSelector, constraints);
    this.hash =
        Objects.hash(
            resources,
            this.nodeSelector,
            this.constraints,
            this.tolerations,
            this.staticPorts,
            this.dynamicPorts,
            this.homes);
  }

  private static List<AttributeMatch> wanted(
      SortedMap<String, String> nodeSelector, List<Constraint> constraints) {
    List<AttributeMatch> all = new ArrayList<>();
    nodeSelector.forEach(
        (name, value) -> all.add(AttributeMatch.of(name, Constraint.IN, List.of(value))));
    for (Constraint constraint : constraints) {
      all.add(
          AttributeMatch.of(constraint.attribute(), constraint.operator(), constraint.values()));
    }
    return List.copyOf(all);
  }

  public Resources resources() {
    return resources;
  }

  /** What the agent's attributes must be: first the node selector, then the constraints. */
  public List<AttributeMatch> wanted() {
    return wanted;
  }

  /** How many of {@link #wanted} are the node selector. */
  int selectors() {
    return nodeSelector.size();
  }

  public List<Toleration> tolerations() {
    return tolerations;
  }

  public SortedMap<String, Integer> staticPorts() {
    return staticPorts;
  }

  public List<String> dynamicPorts() {
    return dynamicPorts;
  }

  /** The agents that the task's volumes are bound to, by volume; unbound ones are not in it. */
  public SortedMap<String, String> homes() {
    return homes;
  }

  /** A volume that is not on an agent; null when the agent has all that are bound. */
  @Nullable String strangerTo(String agent) {
    for (var home : homes.entrySet()) {
      if (!home.getValue().equals(agent)) {
        return home.getKey();
      }
    }
    return null;
  }

  /**
   * The same for a task that uses volumes: bound ones say where, the others are made where the task
   * goes, which takes their size besides and must meet their constraints.
   */
  Shape using(List<VolumeUse> volumes) {
    TreeMap<String, String> bound = new TreeMap<>(homes);
    List<Constraint> all = new ArrayList<>(constraints);
    long bytes = 0;
    for (VolumeUse volume : volumes) {
      if (volume.agent() != null) {
        bound.put(volume.name(), volume.agent());
      } else {
        bytes = Math.addExact(bytes, volume.sizeBytes());
        all.addAll(volume.constraints());
      }
    }
    return new Shape(
        resources.plus(new Resources(0, 0, bytes, 0, Collections.emptySortedMap())),
        nodeSelector,
        all,
        tolerations,
        staticPorts,
        dynamicPorts,
        bound);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Shape that
            && hash == that.hash
            && resources.equals(that.resources)
            && nodeSelector.equals(that.nodeSelector)
            && constraints.equals(that.constraints)
            && tolerations.equals(that.tolerations)
            && staticPorts.equals(that.staticPorts)
            && dynamicPorts.equals(that.dynamicPorts)
            && homes.equals(that.homes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return resources
        + " "
        + nodeSelector
        + " "
        + constraints
        + " "
        + staticPorts
        + " "
        + dynamicPorts;
  }
}
