package dev.meso.simulation.check.model;

/** A task's namespace and name; tasks of different uids may have it one after the other. */
public record TaskName(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
