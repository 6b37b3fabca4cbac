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
            this.dynamicPorts);
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
            && dynamicPorts.equals(that.dynamicPorts));
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
