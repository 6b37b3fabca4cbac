package dev.meso.controller.core.allocation;

import dev.meso.controller.core.placement.AgentRoom;
import java.util.List;

/**
 * What has to end on an agent so that a task can run there.
 *
 * @param victims none when what is being ended already is enough
 */
public record Eviction(AgentRoom room, List<Victim> victims) {

  public Eviction {
    victims = List.copyOf(victims);
  }
}
