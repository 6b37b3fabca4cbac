package dev.meso.api.record;

import dev.meso.api.collection.FixedMap;
import dev.meso.api.resource.Quantity;
import java.util.SortedMap;

/**
 * What an agent says about its machine. Written by that agent alone, when it changes.
 *
 * @param agent the agent's name
 * @param uid made when the agent's state directory was made, and kept there
 * @param host address under which the ports of tasks can be reached
 * @param url of the agent's HTTP API
 * @param version of the program
 * @param capacity {@code cpu}, {@code memory}, {@code disk}, {@code gpu} and custom ones
 * @param portRanges host ports for dynamic use, for instance {@code 31000-31999,33000-33099}
 * @param attributes what was detected ({@code detected.os} …) or given on the command line
 */
public record Registration(
    String agent,
    String uid,
    String host,
    String url,
    String version,
    SortedMap<String, Quantity> capacity,
    String portRanges,
    SortedMap<String, String> attributes) {

  public Registration {
    capacity = FixedMap.copyOf(capacity);
    attributes = FixedMap.copyOf(attributes);
  }
}
