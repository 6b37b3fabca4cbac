package dev.meso.controller.core.state;

/** An attempt of a known task on an agent. */
public record Place(String agent, long attempt) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byAgent = agent.compareTo(other.agent);
    return byAgent != 0 ? byAgent : Long.compare(attempt, other.attempt);
  }
}
