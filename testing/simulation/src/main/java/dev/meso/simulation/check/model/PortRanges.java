package dev.meso.simulation.check.model;

import java.util.ArrayList;
import java.util.List;

/** Host ports that an agent offers for dynamic use, such as {@code 31000-31999,33000}. */
public record PortRanges(List<Range> ranges) {
  public static final PortRanges NONE = new PortRanges(List.of());

  /** Both ends included. */
  public record Range(int first, int last) {}

  static PortRanges parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] ends = part.strip().split("-", 2);
      int first = Integer.parseInt(ends[0]);
      ranges.add(new Range(first, ends.length == 1 ? first : Integer.parseInt(ends[1])));
    }
    return new PortRanges(List.copyOf(ranges));
  }

  public boolean contains(int port) {
    for (Range range : ranges) {
      if (range.first <= port && port <= range.last) {
        return true;
      }
    }
    return false;
  }
}
