package dev.meso.agent.runtime;

import dev.meso.api.resource.Quantity;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the lists of a command line: {@code cpu=4,memory=8Gi} and {@code rack=r1,disk=ssd}. */
public final class Lists {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,251}[A-Za-z0-9])?");

  private Lists() {}

  /**
   * Amounts by the name of their resource.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static SortedMap<String, Quantity> resources(String text) {
    TreeMap<String, Quantity> amounts = new TreeMap<>();
    pairs("Resources", text)
        .forEach(
            (name, value) -> {
              try {
                amounts.put(name, Quantity.parse(value));
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Resources, " + name + ": " + e.getMessage(), e);
              }
            });
    return amounts;
  }

  /**
   * Values by the name of their attribute.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static SortedMap<String, String> attributes(String text) {
    return pairs("Attributes", text);
  }

  private static SortedMap<String, String> pairs(String what, String text) {
    TreeMap<String, String> pairs = new TreeMap<>();
    if (text.isBlank()) {
      return pairs;
    }
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (equals < 0 || value.isEmpty() || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            what + ": expected name=value, separated by commas, found '" + part + "'");
      }
      if (pairs.put(name, value) != null) {
        throw new IllegalArgumentException(what + ": " + name + " is given twice");
      }
    }
    return pairs;
  }
}
