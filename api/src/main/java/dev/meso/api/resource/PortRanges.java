package dev.meso.api.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Host ports, as ranges: {@code 31000-31999,33000}. Ascending, without overlap or adjacency, so
 * that equal sets are equal values. Immutable and thread-safe.
 *
 * @param ranges ascending
 */
public record PortRanges(List<Range> ranges) implements Iterable<Integer> {

  /** Ranges in one text. */
  public static final int RANGES_MAX = 256;

  public static final PortRanges NONE = new PortRanges(List.of());

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  public PortRanges {
    ranges = merged(ranges);
  }

  /**
   * Ports from {@code first} to {@code last}, both included.
   *
   * @param first 1 to 65535
   * @param last not below {@code first}
   */
  public record Range(int first, int last) {
    public Range {
      if (first < 1 || last > 65_535 || first > last) {
        throw new IllegalArgumentException(
            "expected ports from 1 to 65535, the lower first, found '" + first + "-" + last + "'");
      }
    }

    int size() {
      return last - first + 1;
    }
  }

  /**
   * Reads ranges separated by commas; empty text is no port at all.
   *
   * @throws IllegalArgumentException with a message that says what was expected and found
   */
  public static PortRanges parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    String[] parts = text.split(",", -1);
    if (parts.length > RANGES_MAX) {
      throw new IllegalArgumentException(
          "expected at most " + RANGES_MAX + " port ranges, found " + parts.length);
    }
    List<Range> ranges = new ArrayList<>();
    for (String part : parts) {
      Matcher matcher = RANGE.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "expected port ranges such as 31000-31999,33000, found '" + part.strip() + "'");
      }
      int first = Integer.parseInt(matcher.group(1));
      ranges.add(
          new Range(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2))));
    }
    return new PortRanges(ranges);
  }

  private static List<Range> merged(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(Range::first).thenComparingInt(Range::last));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        Range before = merged.removeLast();
        merged.add(new Range(before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return List.copyOf(merged);
  }

  /** Whether {@code port} is one of them. */
  public boolean contains(int port) {
    for (Range range : ranges) {
      if (port <= range.last()) {
        return port >= range.first();
      }
    }
    return false;
  }

  /** How many ports. */
  public int size() {
    int size = 0;
    for (Range range : ranges) {
      size += range.size();
    }
    return size;
  }

  /** Every port, ascending. */
  @Override
  public Iterator<Integer> iterator() {
    return new Iterator<>() {
      private int index;
      private int offset;

      @Override
      public boolean hasNext() {
        return index < ranges.size();
      }

      @Override
      public Integer next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no port after the last");
        }
        Range range = ranges.get(index);
        int port = range.first() + offset;
        if (++offset == range.size()) {
          index++;
          offset = 0;
        }
        return port;
      }
    };
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return ranges.stream()
        .map(
            range ->
                range.first() == range.last()
                    ? Integer.toString(range.first())
                    : range.first() + "-" + range.last())
        .collect(Collectors.joining(","));
  }
}
